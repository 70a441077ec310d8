import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { estimateCopy } from '../../lib/copy/estimate-copy.ts';
import { bytesOf, digestOf } from '../support/contents.ts';
import { lastingFailure } from '../support/failure.ts';
import { fill } from '../support/fill.ts';
import { image } from '../support/image-builder.ts';
import { ImageCopy } from '../support/image-copy.ts';
import { index } from '../support/index-builder.ts';

const AMD64 = image();
const MULTI = index([AMD64, image({ platform: 'linux/arm64' })]);

describe('estimateCopy', () => {
  let copy: ImageCopy;

  beforeEach(async () => {
    copy = new ImageCopy();
    await fill(copy.source, MULTI);
  });

  it('finds what a copy would move, and moves nothing', async () => {
    await fill(copy.target, AMD64);

    const { bytes, platforms, root } = await estimateCopy(copy.from, copy.to, digestOf(MULTI));

    const present = bytesOf(AMD64.blobs);
    expect(bytes).toEqual({ present, mounted: 0, uploaded: bytesOf(MULTI.blobs) - present });
    expect(platforms).toEqual(['linux/amd64', 'linux/arm64']);
    expect(root.digest).toBe(digestOf(MULTI));
    expect(new Set(copy.script.steps)).toEqual(new Set(['fetchManifest', 'hasBlob']));
  });

  it('counts as to be uploaded what might be mounted', async () => {
    const sibling = new MemoryRepository();
    await fill(sibling, MULTI);
    copy = new ImageCopy(new Map([['sibling', sibling]]));
    await fill(copy.source, MULTI);

    const { bytes } = await estimateCopy(copy.from, copy.to, digestOf(MULTI));

    expect(bytes).toEqual({ present: 0, mounted: 0, uploaded: bytesOf(MULTI.blobs) });
  });

  it('says on which side it failed', async () => {
    copy.script.fail('hasBlob', lastingFailure());

    await expect(estimateCopy(copy.from, copy.to, digestOf(MULTI))).rejects.toMatchObject({
      side: 'target',
      message: expect.stringMatching(
        /^looking for the blob sha256:\w+ of \d+ bytes failed at the target$/,
      ),
    });
  });
});
