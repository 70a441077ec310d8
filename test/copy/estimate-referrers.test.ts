import { beforeEach, describe, expect, it } from 'vitest';
import { estimateReferrers } from '../../lib/copy/estimate-referrers.ts';
import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import type { CopiedReferrers } from '../../lib/copy/referrer-tally.ts';
import { artifact, cosignSignature, signatureTag } from '../support/artifact-builder.ts';
import { bytesOf, digestOf } from '../support/contents.ts';
import { lastingFailure } from '../support/failure.ts';
import { image } from '../support/image-builder.ts';
import { put, ReferrerCopy, referrersIndex } from '../support/referrer-copy.ts';

const IMAGE = image();
const REPORT = artifact({ subject: IMAGE.root.descriptor });
const SIGNATURE = cosignSignature(IMAGE.root.descriptor);
const OTHER_SIGNATURE = cosignSignature(REPORT.root.descriptor);
const TAG = signatureTag(digestOf(IMAGE));
const BYTES = bytesOf(REPORT.blobs) + bytesOf(SIGNATURE.blobs);

describe('estimateReferrers', () => {
  let copy: ReferrerCopy;

  beforeEach(async () => {
    copy = new ReferrerCopy({ targetApi: false });
    for (const built of [IMAGE, REPORT]) await copy.publish(built);
    await copy.publish(SIGNATURE, TAG);
  });

  async function estimate(overwrite?: boolean): Promise<CopiedReferrers> {
    const found = await copy.find(IMAGE);
    return await estimateReferrers(copy.from, copy.to, found, {
      ...(overwrite !== undefined && { overwrite }),
    });
  }

  it('tells what would be pushed, and writes nothing', async () => {
    expect(await estimate()).toEqual({
      count: 2,
      pushed: 2,
      bytes: { uploaded: BYTES, mounted: 0, present: 0 },
      warnings: [],
    });

    const written = copy.atTarget.names('putManifest', 'startUpload');
    expect(written).toEqual([]);
  });

  it('counts what is there as there', async () => {
    await copy.run(IMAGE);

    expect(await estimate()).toMatchObject({ count: 2, pushed: 0, bytes: { uploaded: 0 } });
  });

  it('counts what is there and not listed as to be pushed', async () => {
    await put(copy.target, REPORT);

    expect(await estimate()).toMatchObject({
      count: 2,
      pushed: 2,
      bytes: { uploaded: bytesOf(SIGNATURE.blobs) },
    });
  });

  it('tells of tags that would be left alone, or not', async () => {
    await put(copy.target, OTHER_SIGNATURE, TAG);

    expect(await estimate()).toMatchObject({ count: 1, pushed: 1, warnings: [expect.any(String)] });
    expect(await estimate(true)).toMatchObject({ count: 2, pushed: 2, warnings: [] });
  });

  it('tells of what the source lists and does not have', async () => {
    const list = referrersIndex([artifact({ seed: 9 })]);
    await copy.publish(list, fallbackTag(digestOf(IMAGE)));

    expect(await estimate()).toMatchObject({ count: 2, warnings: [expect.any(String)] });
  });

  it('says which side fails', async () => {
    const failure = lastingFailure();
    copy.atTarget.fail('hasBlob', failure);

    await expect(estimate()).rejects.toMatchObject({ side: 'target', cause: failure });
  });
});
