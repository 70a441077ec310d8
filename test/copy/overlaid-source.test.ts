import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { OverlaidSource } from '../../lib/copy/overlaid-source.ts';
import { descriptorOf, parseManifest } from '../../lib/oci/manifest.ts';
import { fill } from '../support/fill.ts';
import { image } from '../support/image-builder.ts';

const BELOW = image();
const ABOVE = parseManifest(image({ seed: 2 }).root.bytes);

describe('OverlaidSource', () => {
  let below: MemoryRepository;
  let source: OverlaidSource;

  beforeEach(async () => {
    below = new MemoryRepository();
    await fill(below, BELOW);
    source = new OverlaidSource(below, new Map([[ABOVE.digest, ABOVE]]));
  });

  it('has what is laid over it', async () => {
    expect(await source.fetchManifest(ABOVE.digest)).toBe(ABOVE);
    expect(await source.resolve(ABOVE.digest)).toEqual(descriptorOf(ABOVE));
  });

  it('has everything else that the source below has', async () => {
    const { descriptor, bytes } = BELOW.root;
    const [blob] = BELOW.blobs;
    if (!blob) throw new Error('the image has no blob');
    await below.putManifest(parseManifest(bytes), { tag: '1' });

    expect(await source.resolve('1')).toEqual(descriptor);
    expect((await source.fetchManifest(descriptor.digest)).bytes).toEqual(bytes);
    expect(await source.fetchBlob(blob.descriptor)).toEqual(blob.bytes);
    expect((await source.resolveBlob(blob.descriptor.digest))?.size).toBe(blob.descriptor.size);
    for await (const tags of source.listTags()) expect(tags).toEqual(['1']);
    expect(await source.listReferrers(descriptor.digest)).toEqual([]);
  });

  it('gives nothing to a call that was aborted', async () => {
    const reason = new Error('interrupted');

    const fetching = source.fetchManifest(ABOVE.digest, { signal: AbortSignal.abort(reason) });

    await expect(fetching).rejects.toBe(reason);
  });
});
