import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { copyImage } from '../../lib/copy/copy-image.ts';
import { descriptorOf } from '../../lib/oci/manifest.ts';
import type { Built } from '../support/built.ts';
import { digestOf, digestsOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { ImageFilter } from '../support/image-filter.ts';
import { index } from '../support/index-builder.ts';
import { SkippingClock } from '../support/skipping-clock.ts';

const AMD64 = image();
const ARM64 = image({ platform: 'linux/arm64' });
const WINDOWS = image({ platform: 'windows/amd64:10.0.17763.5329' });
const RETRY = { retries: 0, clock: new SkippingClock(), random: () => 0 };

describe('filterImage within indexes', () => {
  let filter: ImageFilter;

  beforeEach(() => {
    filter = new ImageFilter();
  });

  it('gives an index that loses entries a new descriptor', async () => {
    const built = index([index([AMD64, ARM64], { attestations: true }), AMD64]);

    const { root, source } = await filter.run(built, { platforms: ['linux/amd64'] });

    const inner = index([AMD64], { attestations: true });
    expect(Buffer.from(root.bytes)).toEqual(index([inner, AMD64]).root.bytes);
    const document = await source.fetchManifest(digestOf(inner));
    expect(Buffer.from(document.bytes)).toEqual(inner.root.bytes);
  });

  it('leaves out an index that keeps nothing', async () => {
    const built = index([index([index([ARM64, WINDOWS])]), AMD64]);

    const { root, removed } = await filter.run(built, { platforms: ['linux/amd64'] });

    expect(Buffer.from(root.bytes)).toEqual(index([AMD64]).root.bytes);
    const others = digestsOf(built.manifests).filter(
      (digest) => digest !== digestOf(AMD64) && digest !== digestOf(built),
    );
    expect(removed.map(({ digest }) => digest).toSorted()).toEqual(others.toSorted());
  });

  it('keeps an index as it is that loses nothing', async () => {
    const inner = index([AMD64], { annotations: { edition: 'slim' } });

    const { root } = await filter.run(index([inner, ARM64]), { platforms: ['linux/amd64'] });

    expect(root.manifests.map(({ digest }) => digest)).toEqual([digestOf(inner)]);
  });

  it('reads an index once, however often it is listed', async () => {
    const inner = index([AMD64, ARM64]);
    const outer = index([inner, index([inner], { annotations: { edition: 'other' } }), inner]);

    await filter.run(outer, { platforms: ['linux/amd64'] });

    const names = filter.script.names('fetchManifest');
    expect(names).toHaveLength(new Set(names).size);
  });

  it('looks into an index although its entry names a platform', async () => {
    const platform = { os: 'linux', architecture: 'amd64' };
    const built = index([{ ...index([AMD64, ARM64]), platform }]);

    const { root } = await filter.run(built, { platforms: ['linux/amd64'] });

    expect(root.digest).toBe(digestOf(index([{ ...index([AMD64]), platform }])));
  });

  it('refuses what is nested deeper than eight levels', async () => {
    let built: Built = AMD64;
    for (let level = 0; level < 10; level += 1) built = index([built]);

    await expect(filter.run(built, { platforms: ['linux/amd64'] })).rejects.toMatchObject({
      code: 'NESTED_TOO_DEEP',
      side: 'source',
    });
  });

  it('reads what entries without a platform run on', async () => {
    const built = index([AMD64, ARM64], { platforms: false });

    const filtered = await filter.run(built, { platforms: ['linux/arm64'] });

    const left = index([ARM64], { platforms: false });
    expect(Buffer.from(filtered.root.bytes)).toEqual(left.root.bytes);
    expect(filtered.platforms).toEqual(['linux/arm64']);
    expect(filtered.removed.map(({ digest }) => digest)).toEqual([digestOf(AMD64)]);
  });

  it('ends with the reason of an abort', async () => {
    const reason = new Error('interrupted');
    const controller = new AbortController();
    filter.script.on('fetchBlob', () => controller.abort(reason));
    const built = index([AMD64, ARM64], { platforms: false });

    const filtering = filter.run(
      built,
      { platforms: ['linux/amd64'] },
      { signal: controller.signal },
    );

    await expect(filtering).rejects.toBe(reason);
  });

  it.each([
    ['documents without platforms', { platforms: false }, 'keep'],
    ['the manifest that becomes the root', {}, 'single'],
  ] as const)('lets a copy not read again %s', async (_, options, form) => {
    const built = index([AMD64, ARM64], options);
    const filtered = await filter.run(built, { platforms: ['linux/amd64'], index: form });

    await copyImage(filtered.source, new MemoryRepository(), filtered.root.digest, {
      retry: RETRY,
    });

    const names = filter.script.names('fetchManifest');
    expect(names).toHaveLength(new Set(names).size);
  });

  it('gives a source from which what is left can be copied', async () => {
    const built = index([index([AMD64, ARM64], { attestations: true }), WINDOWS]);
    const { root, source } = await filter.run(built, { platforms: ['linux/amd64'] });
    const target = new MemoryRepository();

    const walked = await copyImage(source, target, root.digest, { retry: RETRY });

    expect(walked.root).toBe(root);
    expect(walked.platforms).toEqual(['linux/amd64']);
    expect(await source.resolve(root.digest)).toEqual(descriptorOf(root));
    for (const { descriptor, bytes } of AMD64.blobs) {
      expect(target.content(descriptor)).toEqual(Buffer.from(bytes));
    }
    expect(target.content(WINDOWS.root.descriptor)).toBeUndefined();
  });
});
