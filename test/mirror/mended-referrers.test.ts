import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { artifact, cosignSignature, signatureTag } from '../support/artifact-builder.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { type Mirror, startMirror } from '../support/mirror.ts';

const IMAGE = image();
const REPORT = artifact({ subject: IMAGE.root.descriptor });
const SIGNATURE = cosignSignature(IMAGE.root.descriptor);
const SIGNATURE_TAG = signatureTag(digestOf(IMAGE));

describe('referrers that the target refuses or has lost', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
    await mirror.publish(IMAGE);
    await mirror.refer(REPORT);
    await mirror.refer(SIGNATURE, SIGNATURE_TAG);
  });

  afterEach(() => mirror.end());

  it('come after the root where the target refuses them before', async () => {
    mirror.target.play({
      method: 'PUT',
      path: `/v2/mirror/app/manifests/${digestOf(REPORT)}`,
      times: 1,
      do: { kind: 'status', status: 404, body: '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}' },
    });
    const asked = mirror.requestsFromNow();

    expect(await mirror.sync()).toMatchObject({ status: 'copied', referrers: 2 });

    const root = `PUT /v2/mirror/app/manifests/${digestOf(IMAGE)}`;
    const report = `PUT /v2/mirror/app/manifests/${digestOf(REPORT)}`;
    const puts = asked().target.filter((line) => line === root || line === report);
    expect(puts).toEqual([report, root, report]);
  });

  it.each([
    ['a listed one', REPORT],
    ['one under a tag of cosign', SIGNATURE],
  ])('are repaired by force: %s', async (_, { blobs }) => {
    const lost = blobs.at(-1)?.descriptor;
    if (!lost) throw new Error('the referrer has no blob');
    await mirror.sync();
    await mirror.target.storage.deleteContent('mirror/app', lost.digest);

    const foreseen = await mirror.sync({ force: true, dryRun: true, estimateBytes: true });
    const repaired = await mirror.sync({ force: true });
    const again = await mirror.sync({ force: true });

    const brought = { status: 'copied', referrers: 2, bytes: { uploaded: lost.size } };
    expect([foreseen, repaired, again]).toMatchObject([
      brought,
      brought,
      { status: 'unchanged', bytes: { uploaded: 0 } },
    ]);
    expect(await mirror.target.storage.sizeOf('mirror/app', lost.digest)).toBe(lost.size);
  });
});
