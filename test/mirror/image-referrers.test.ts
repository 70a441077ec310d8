import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { artifact, cosignSignature, signatureTag } from '../support/artifact-builder.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { type Mirror, startMirror, wasWritten } from '../support/mirror.ts';
import { SECOND_RUN } from '../support/run-builder.ts';

const AMD64 = image({ seed: 1 });
const SIGNED = index([AMD64, image({ seed: 2, platform: 'linux/arm64' })]);
const SBOM = artifact({
  subject: SIGNED.root.descriptor,
  artifactType: 'application/vnd.example.sbom',
});
const REPORT = artifact({ seed: 2, subject: AMD64.root.descriptor });
const SIGNATURE = cosignSignature(SIGNED.root.descriptor);
const SIGNATURE_TAG = signatureTag(digestOf(SIGNED));

const DAY_MS = 24 * 60 * 60 * 1000;

describe('referrers of an image that is copied', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
    await mirror.publish(SIGNED);
    await mirror.refer(SBOM);
    await mirror.refer(REPORT);
    await mirror.refer(SIGNATURE, SIGNATURE_TAG);
  });

  afterEach(() => mirror.end());

  it('come along, those of its manifests included, and are counted', async () => {
    const outcome = await mirror.sync();

    expect(outcome).toMatchObject({ status: 'copied', referrers: 3, warnings: [] });
    expect(await mirror.tagged('mirror/app', SIGNATURE_TAG)).toBe(digestOf(SIGNATURE));
    expect(await mirror.digests()).toEqual(expect.arrayContaining([SBOM, REPORT].map(digestOf)));
  });

  it('are there before the tag is', async () => {
    const asked = mirror.requestsFromNow();

    await mirror.sync();

    const { target } = asked();
    const put = (name: string) => target.indexOf(`PUT /v2/mirror/app/manifests/${name}`);
    expect(put(digestOf(SBOM))).toBeGreaterThan(-1);
    expect(put(SIGNATURE_TAG)).toBeGreaterThan(-1);
    expect(put('1')).toBeGreaterThan(Math.max(put(digestOf(SBOM)), put(SIGNATURE_TAG)));
  });

  it('are looked for before the content has arrived', async () => {
    const asked = mirror.requestsFromNow();

    await mirror.sync();

    const { source } = asked();
    const look = source.indexOf(`GET /v2/app/referrers/${digestOf(SIGNED)}`);
    expect(look).toBeGreaterThan(-1);
    expect(look).toBeLessThan(source.findIndex((line) => line.startsWith('GET /v2/app/blobs/')));
    expect(source.filter((line) => line === source[look])).toHaveLength(1);
  });

  it('come along with what an index below another index has', async () => {
    await mirror.publish(index([SIGNED, image({ seed: 3, platform: 'linux/s390x' })]));

    expect(await mirror.sync()).toMatchObject({ status: 'copied', referrers: 3 });
  });

  it('stay where they are when they are not wanted', async () => {
    const outcome = await mirror.sync({ referrers: false });

    expect(outcome).toMatchObject({ status: 'copied', referrers: null });
    expect(await mirror.tagged('mirror/app', SIGNATURE_TAG)).toBeUndefined();
  });

  it('are chosen by their artifact types', async () => {
    const outcome = await mirror.sync({
      referrers: { artifactTypes: ['application/vnd.example.sbom'] },
    });

    expect(outcome).toMatchObject({ status: 'copied', referrers: 1 });
    expect(await mirror.digests()).toContain(digestOf(SBOM));
    expect(await mirror.digests()).not.toContain(digestOf(REPORT));
  });

  it('are foreseen, and nothing is written, in a dry run', async () => {
    const outcome = await mirror.sync({ dryRun: true, estimateBytes: true });

    expect(outcome).toMatchObject({ status: 'copied', referrers: 3 });
    expect(wasWritten(mirror.target)).toBe(false);
  });

  it('fail the image where they cannot be had', async () => {
    mirror.source.play({ path: /referrers/, do: { kind: 'status', status: 503 } });

    const outcome = await mirror.sync();

    expect(outcome).toMatchObject({ status: 'failed', error: { side: 'source' } });
    expect(await mirror.tagged()).toBeUndefined();
  });
});

describe('referrers of an image that is unchanged', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
    await mirror.publish(SIGNED);
    await mirror.sync();
  });

  afterEach(() => mirror.end());

  it('are not asked for before it is time', async () => {
    await mirror.refer(SBOM);
    mirror.clock.advance(DAY_MS / 2);
    const asked = mirror.requestsFromNow();

    const outcome = await mirror.sync({ runId: SECOND_RUN });

    expect(outcome).toMatchObject({ status: 'unchanged', referrers: null });
    expect(asked()).toEqual({
      source: ['HEAD /v2/app/manifests/1'],
      target: ['HEAD /v2/mirror/app/manifests/1'],
    });
  });

  it('cost at most 8 requests where there are none', async () => {
    mirror.clock.advance(DAY_MS);
    const asked = mirror.requestsFromNow();

    const outcome = await mirror.sync({ runId: SECOND_RUN });

    expect(outcome).toMatchObject({ status: 'unchanged', referrers: 0 });
    const { source, target } = asked();
    expect(source.length + target.length).toBeLessThanOrEqual(8);
    expect(target).toEqual(['HEAD /v2/mirror/app/manifests/1']);
    expect(source.filter((line) => /GET .*manifests/.test(line))).toEqual([]);
  });

  it('are brought when upstream has added some', async () => {
    await mirror.refer(SBOM);
    await mirror.refer(SIGNATURE, SIGNATURE_TAG);
    mirror.clock.advance(DAY_MS);

    const outcome = await mirror.sync({ runId: SECOND_RUN });

    expect(outcome).toMatchObject({ status: 'copied', referrers: 2, previousDigest: null });
    expect(await mirror.tagged('mirror/app', SIGNATURE_TAG)).toBe(digestOf(SIGNATURE));
    expect(await mirror.digests()).toContain(digestOf(SBOM));
  });

  it('are asked for again only when it is time again', async () => {
    mirror.clock.advance(DAY_MS);
    await mirror.sync({ runId: SECOND_RUN });
    const asked = mirror.requestsFromNow();

    await mirror.sync({ runId: `${SECOND_RUN}Z` });

    expect(asked().source).toEqual(['HEAD /v2/app/manifests/1']);
  });

  it('are looked for at every run, or never, where the request says so', async () => {
    const asked = mirror.requestsFromNow();

    await mirror.sync({ runId: SECOND_RUN, referrersRecheckMs: null });
    const never = asked().source.length;
    await mirror.sync({ runId: `${SECOND_RUN}Z`, referrersRecheckMs: 0 });

    expect(never).toBe(1);
    expect(asked().source.length).toBeGreaterThan(2);
  });

  it('are foreseen in a dry run', async () => {
    await mirror.refer(SBOM);
    mirror.clock.advance(DAY_MS);
    const asked = mirror.requestsFromNow();

    const outcome = await mirror.sync({ runId: SECOND_RUN, dryRun: true });

    expect(outcome).toMatchObject({ status: 'copied', referrers: 1 });
    expect(asked().target.filter((line) => !/^(?:GET|HEAD) /.test(line))).toEqual([]);
  });
});
