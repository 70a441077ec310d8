import { beforeEach, describe, expect, it } from 'vitest';
import { estimateReferrers } from '../../lib/copy/estimate-referrers.ts';
import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { artifact, cosignSignature, signatureTag } from '../support/artifact-builder.ts';
import type { Built } from '../support/built.ts';
import { bytesOf, digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { put, ReferrerCopy, referrersIndex } from '../support/referrer-copy.ts';

const IMAGE = image();
const REPORT = artifact({ subject: IMAGE.root.descriptor });
const SIGNATURE = cosignSignature(IMAGE.root.descriptor);
const TAG = signatureTag(digestOf(IMAGE));

describe.each([
  ['a listed referrer', REPORT, undefined],
  ['what is under a tag of cosign', SIGNATURE, TAG],
])('copyReferrers as a repair, of %s', (_, referrer: Built, tag) => {
  let copy: ReferrerCopy;

  beforeEach(async () => {
    copy = new ReferrerCopy();
    await copy.publish(IMAGE);
    await copy.publish(referrer, tag);
  });

  /** As after a loss of all blobs. */
  async function leaveManifest(): Promise<void> {
    const document = parseManifest(referrer.root.bytes);
    await copy.target.putManifest(document, tag === undefined ? {} : { tag });
  }

  it('brings back what the target has lost, and counts that as pushed', async () => {
    await leaveManifest();

    const copied = await copy.run(IMAGE, { isRepair: true });

    const uploaded = bytesOf(referrer.blobs);
    expect(copied).toMatchObject({ count: 1, pushed: 1, bytes: { uploaded, present: 0 } });
    for (const { descriptor } of referrer.blobs) {
      expect(copy.target.content(descriptor)).toBeDefined();
    }
  });

  it('foresees the same', async () => {
    await leaveManifest();

    const foreseen = await estimateReferrers(copy.from, copy.to, await copy.find(IMAGE), {
      isRepair: true,
    });

    const uploaded = bytesOf(referrer.blobs);
    expect(foreseen).toMatchObject({ count: 1, pushed: 1, bytes: { uploaded, present: 0 } });
  });

  it('pushes nothing where nothing is lost', async () => {
    await put(copy.target, referrer, tag);

    const copied = await copy.run(IMAGE, { isRepair: true });

    const present = bytesOf(referrer.blobs);
    expect(copied).toMatchObject({ count: 1, pushed: 0, bytes: { uploaded: 0, present } });
    expect(copy.atTarget.names('putManifest')).toEqual([]);
  });

  it('walks nothing that is in place unless it is one', async () => {
    await leaveManifest();

    expect(await copy.run(IMAGE)).toMatchObject({ count: 1, pushed: 0 });

    expect(copy.atTarget.names('hasBlob')).toEqual([]);
  });
});

describe('copyReferrers as a repair', () => {
  it('is content with what the target has, and the source has no more', async () => {
    const copy = new ReferrerCopy({ sourceApi: false, targetApi: false });
    const list = referrersIndex([REPORT]);
    await copy.publish(IMAGE);
    await copy.publish(list, fallbackTag(digestOf(IMAGE)));
    await put(copy.target, REPORT);
    await put(copy.target, list, fallbackTag(digestOf(IMAGE)));

    const copied = await copy.run(IMAGE, { isRepair: true });

    expect(copied).toMatchObject({ count: 1, pushed: 0, warnings: [] });
  });
});
