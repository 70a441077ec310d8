import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cosignSignature, signatureTag } from '../support/artifact-builder.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { type Mirror, startMirror, wasWritten } from '../support/mirror.ts';
import { SECOND_RUN } from '../support/run-builder.ts';

const AMD64 = image({ seed: 1 });
const ARM64 = image({ seed: 2, platform: 'linux/arm64' });
const BOTH = index([AMD64, ARM64]);
const SIGNATURE = cosignSignature(BOTH.root.descriptor);
const SIGNATURE_TAG = signatureTag(digestOf(BOTH));

const ONE = { platforms: ['linux/amd64'] };

describe('syncing an image of which some platforms are wanted', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
    await mirror.publish(BOTH);
  });

  afterEach(() => mirror.end());

  it('copies these and no others, and says what it left out', async () => {
    const outcome = await mirror.sync(ONE);

    expect(outcome).toMatchObject({
      status: 'copied',
      sourceDigest: digestOf(BOTH),
      platforms: ['linux/amd64'],
      warnings: [expect.stringContaining('leaves out linux/arm64')],
    });
    expect(outcome.wantedDigest).not.toBe(digestOf(BOTH));
    expect(await mirror.tagged()).toBe(outcome.wantedDigest);
    expect(await mirror.digests()).toContain(digestOf(AMD64));
    expect(await mirror.digests()).not.toContain(digestOf(ARM64));
  });

  it('tells platforms that the entries of the index do not', async () => {
    await mirror.publish(index([AMD64, ARM64], { platforms: false }));

    const { platforms } = await mirror.sync(ONE);

    expect(platforms).toEqual(['linux/amd64']);
  });

  it('keeps the digest where the filter leaves nothing out', async () => {
    const outcome = await mirror.sync({ platforms: ['linux/amd64', 'linux/arm64'] });

    expect(outcome).toMatchObject({ wantedDigest: digestOf(BOTH), warnings: [] });
  });

  it('asks each side once when it has been synced before, and repeats what it left out', async () => {
    const { wantedDigest, warnings } = await mirror.sync(ONE);
    const asked = mirror.requestsFromNow();

    const outcome = await mirror.sync({ ...ONE, runId: SECOND_RUN });

    expect(outcome).toMatchObject({ status: 'unchanged', wantedDigest, warnings });
    expect(asked()).toEqual({
      source: ['HEAD /v2/app/manifests/1'],
      target: ['HEAD /v2/mirror/app/manifests/1'],
    });
  });

  it('computes anew what another filter leaves', async () => {
    const first = await mirror.sync(ONE);

    const second = await mirror.sync({ platforms: ['linux/arm64'], runId: SECOND_RUN });

    expect(second).toMatchObject({ status: 'conflict', targetDigest: first.wantedDigest });
  });

  it('copies again from what it remembers, with --force too', async () => {
    const { wantedDigest } = await mirror.sync(ONE);
    await mirror.occupy(ARM64);

    const outcome = await mirror.sync({ ...ONE, force: true, runId: SECOND_RUN });

    expect(outcome).toMatchObject({ status: 'copied', targetDigest: wantedDigest });
    expect(await mirror.tagged()).toBe(wantedDigest);
  });

  it('puts a single manifest under the tag where that is wanted', async () => {
    const outcome = await mirror.sync({ ...ONE, index: 'single' });

    expect(outcome).toMatchObject({ status: 'copied', wantedDigest: digestOf(AMD64) });
    expect(await mirror.tagged()).toBe(digestOf(AMD64));
  });

  it('fails where nothing is left, where a platform is missing, and writes nothing', async () => {
    const nothing = await mirror.sync({ platforms: ['linux/s390x'] });
    const missing = await mirror.sync({ requirePlatforms: ['linux/s390x'], runId: SECOND_RUN });

    for (const { status, error } of [nothing, missing]) {
      expect(status).toBe('failed');
      expect(error).toMatchObject({ code: 'PLATFORM_MISSING', side: 'source' });
      expect(error?.message).toContain('linux/s390x');
    }
    expect(wasWritten(mirror.target)).toBe(false);
  });

  it.each([true, false])('says which signatures do not survive, dry run: %s', async (dryRun) => {
    await mirror.refer(SIGNATURE, SIGNATURE_TAG);

    const outcome = await mirror.sync({ ...ONE, dryRun });

    expect(outcome.warnings).toContainEqual(
      expect.stringMatching(`${SIGNATURE_TAG} is about .* does not survive`),
    );
    expect(await mirror.tagged('mirror/app', SIGNATURE_TAG)).toBeUndefined();
  });

  it('asks the source for nothing about an index that only the filter has made', async () => {
    const asked = mirror.requestsFromNow();

    const { wantedDigest } = await mirror.sync(ONE);

    const { source } = asked();
    expect(source).toContain(`GET /v2/app/referrers/${digestOf(AMD64)}`);
    expect(source.filter((line) => line.includes(`${wantedDigest}`))).toEqual([]);
  });

  it('says so too when upstream has signed it since', async () => {
    await mirror.sync(ONE);
    await mirror.refer(SIGNATURE, SIGNATURE_TAG);

    const outcome = await mirror.sync({ ...ONE, referrersRecheckMs: 0, runId: SECOND_RUN });
    const later = await mirror.sync({ ...ONE, runId: `${SECOND_RUN}Z` });

    for (const { warnings } of [outcome, later]) {
      expect(warnings).toEqual([
        expect.stringContaining('leaves out linux/arm64'),
        expect.stringMatching(`${SIGNATURE_TAG} is about .* does not survive`),
      ]);
    }
  });

  it('keeps the signature of a platform that is kept', async () => {
    await mirror.refer(cosignSignature(AMD64.root.descriptor), signatureTag(digestOf(AMD64)));

    const outcome = await mirror.sync(ONE);

    expect(outcome.referrers).toBe(1);
    expect(await mirror.tagged('mirror/app', signatureTag(digestOf(AMD64)))).toBeDefined();
  });
});

describe('syncing a digest that is to have no tag', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
    await mirror.publish(BOTH);
  });

  afterEach(() => mirror.end());

  it('copies the image, and finds it unchanged afterwards', async () => {
    const names = {
      source: `${mirror.source.host}/app@${digestOf(BOTH)}`,
      target: `${mirror.target.host}/mirror/app@${digestOf(BOTH)}`,
    };

    const first = await mirror.sync(names);
    const second = await mirror.sync({ ...names, runId: SECOND_RUN });

    expect(first).toMatchObject({ status: 'copied', targetDigest: digestOf(BOTH) });
    expect(second.status).toBe('unchanged');
    expect(await mirror.tagged()).toBeUndefined();
  });
});

describe('syncing a tag that is pinned to a digest', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
    await mirror.publish(AMD64);
  });

  afterEach(() => mirror.end());

  it('asks for the tag alone while it names the digest', async () => {
    const source = `${mirror.source.host}/app:1@${digestOf(AMD64)}`;
    await mirror.sync({ source });
    const asked = mirror.requestsFromNow();

    const outcome = await mirror.sync({ source, runId: SECOND_RUN });

    expect(outcome).toMatchObject({ status: 'unchanged', warnings: [] });
    expect(asked().source).toEqual(['HEAD /v2/app/manifests/1']);
  });

  it.each([
    ['another image', true],
    ['nothing', false],
  ])('copies the digest and warns when the tag names %s', async (_, isTagged) => {
    await mirror.publish(ARM64, 'app', isTagged ? '1' : '2');
    const source = `${mirror.source.host}/app:${isTagged ? '1' : '3'}@${digestOf(AMD64)}`;

    const outcome = await mirror.sync({ source });

    expect(outcome).toMatchObject({ status: 'copied', targetDigest: digestOf(AMD64) });
    expect(outcome.warnings).toEqual([
      expect.stringContaining(isTagged ? digestOf(ARM64) : 'nothing'),
    ]);
  });
});
