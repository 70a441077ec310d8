import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { artifact, cosignSignature, signatureTag } from '../support/artifact-builder.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { type Mirror, startMirror } from '../support/mirror.ts';
import { SECOND_RUN } from '../support/run-builder.ts';

const AMD64 = image({ seed: 1 });
const APP = index([AMD64, image({ seed: 2, platform: 'linux/arm64' })]);
const SBOM_TYPE = 'application/vnd.example.sbom';
const SBOM = artifact({ subject: APP.root.descriptor, artifactType: SBOM_TYPE });
const REPORT = artifact({ seed: 2, subject: APP.root.descriptor });
const SIGNATURE = cosignSignature(APP.root.descriptor);
const SIGNATURE_TAG = signatureTag(digestOf(APP));

const DAY_MS = 24 * 60 * 60 * 1000;

describe('what is remembered of referrers', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
    await mirror.publish(APP);
  });

  afterEach(() => mirror.end());

  it('does not count when others are wanted: they are brought at once', async () => {
    await mirror.refer(SBOM);
    await mirror.refer(REPORT);
    await mirror.sync({ referrers: { artifactTypes: [SBOM_TYPE] } });

    const outcome = await mirror.sync({ runId: SECOND_RUN });

    expect(outcome).toMatchObject({ status: 'copied', referrers: 2 });
    expect(await mirror.digests()).toContain(digestOf(REPORT));
  });

  it('counts for the same types in another order', async () => {
    await mirror.sync({ referrers: { artifactTypes: [SBOM_TYPE, 'a/b'] } });
    const asked = mirror.requestsFromNow();

    await mirror.sync({ referrers: { artifactTypes: ['a/b', SBOM_TYPE] }, runId: SECOND_RUN });

    expect(asked().source).toEqual(['HEAD /v2/app/manifests/1']);
  });

  it('is none where upstream has removed what there was', async () => {
    await mirror.refer(SBOM);
    await mirror.sync();
    mirror.source.play({
      path: /referrers/,
      do: { kind: 'status', status: 404, body: '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}' },
    });
    mirror.clock.advance(DAY_MS);

    const outcome = await mirror.sync({ runId: SECOND_RUN });

    expect(outcome).toMatchObject({ status: 'unchanged', referrers: 0, warnings: [] });
  });

  it('tries again what the source listed and did not have', async () => {
    await mirror.refer(SIGNATURE, SIGNATURE_TAG);
    await mirror.refer(SBOM);
    const path = new RegExp(`/app/manifests/${digestOf(SBOM)}`);
    const unknown = '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}';
    mirror.source.play({ path, times: 2, do: { kind: 'status', status: 404, body: unknown } });
    const first = await mirror.sync();
    mirror.clock.advance(DAY_MS);

    const second = await mirror.sync({ runId: SECOND_RUN });

    expect(first).toMatchObject({ referrers: 1, warnings: [expect.stringContaining('listed')] });
    expect(second).toMatchObject({ status: 'copied', referrers: 2, warnings: [] });
  });

  it('takes in what the index of an image says of its platforms, which was in place before', async () => {
    await mirror.occupy(APP);

    const { platforms } = await mirror.sync();

    const names = ['linux/amd64', 'linux/arm64'];
    expect(platforms).toBeNull();
    expect(await mirror.ledger.recall(mirror.request().target)).toMatchObject({
      platforms: { root: digestOf(APP), names },
    });
  });

  it('stays as it was after a failure: the next run looks again', async () => {
    await mirror.sync();
    await mirror.refer(SBOM);
    mirror.clock.advance(DAY_MS);
    mirror.source.play({ path: /referrers/, times: 3, do: { kind: 'status', status: 503 } });
    const failed = await mirror.sync({ runId: SECOND_RUN });

    const outcome = await mirror.sync({ runId: `${SECOND_RUN}Z` });

    expect(failed).toMatchObject({ status: 'failed', targetDigest: digestOf(APP) });
    expect(outcome).toMatchObject({ status: 'copied', referrers: 1 });
  });
});
