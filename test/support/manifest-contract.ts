import { expect, it } from 'vitest';
import type { ContentTarget } from '../../lib/content/ports.ts';
import { type Digest, digestOf } from '../../lib/oci/digest.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import type { Built } from './built.ts';
import { image } from './image-builder.ts';
import { index } from './index-builder.ts';
import type { ContentRepository } from './repository-contract.ts';
import { upload } from './upload.ts';

const ABSENT: Digest = digestOf(Buffer.from('absent'));
const REASON = new Error('interrupted');

/** What {@link ContentRepository} promises about manifests; the repository is empty before each test. */
export function manifestContract(repository: () => ContentRepository): void {
  const built = image();
  const { descriptor, bytes } = built.root;

  it.each(['1', 'absent', ABSENT])('are not found under %s where there are none', async (name) => {
    expect(await repository().resolve(name)).toBeUndefined();
  });

  it('are not found where there are others', async () => {
    await put(repository(), built, '1');

    expect(await repository().resolve('2')).toBeUndefined();
    expect(await repository().resolve(ABSENT)).toBeUndefined();
  });

  it.each<[string, Built]>([
    ['an image', built],
    ['an image of Docker', image({ mediaTypes: 'docker' })],
    ['an index', index([image(), image({ platform: 'linux/arm64' })])],
    ['a list of Docker', index([image({ mediaTypes: 'docker' })], { mediaTypes: 'docker' })],
  ])('are found by tag and by digest as they are: %s', async (_, { root, ...rest }) => {
    await put(repository(), { root, ...rest }, '1');

    expect(await repository().resolve('1')).toEqual(root.descriptor);
    expect(await repository().resolve(root.descriptor.digest)).toEqual(root.descriptor);
  });

  it('are not said to have no tag once one has', async () => {
    await put(repository(), built, '1');

    expect(await repository().isUntagged()).toBe(false);
  });

  it('come back as exact bytes', async () => {
    await put(repository(), built, '1');

    const document = await repository().fetchManifest(descriptor.digest);

    expect(Buffer.from(document.bytes)).toEqual(Buffer.from(bytes));
    expect(document).toMatchObject({ digest: descriptor.digest, mediaType: descriptor.mediaType });
  });

  it('can be put without a tag, and again', async () => {
    await put(repository(), built);
    await repository().putManifest(parseManifest(bytes));

    expect(await repository().resolve(descriptor.digest)).toEqual(descriptor);
    expect(await repository().resolve('latest')).toBeUndefined();
  });

  it('stay when their tag moves', async () => {
    const next = image({ seed: 2 });
    await put(repository(), built, '1');

    await put(repository(), next, '1');

    expect(await repository().resolve('1')).toEqual(next.root.descriptor);
    expect(await repository().resolve(descriptor.digest)).toEqual(descriptor);
  });

  it('are an error where one is fetched that is missing', async () => {
    await put(repository(), built);

    await expect(repository().fetchManifest(ABSENT)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are left alone by calls that were aborted', async () => {
    const signal = AbortSignal.abort(REASON);
    await put(repository(), built);
    const document = parseManifest(bytes);

    await expect(repository().resolve('1', { signal })).rejects.toBe(REASON);
    await expect(repository().fetchManifest(document.digest, { signal })).rejects.toBe(REASON);
    await expect(repository().putManifest(document, { tag: '1', signal })).rejects.toBe(REASON);

    expect(await repository().resolve('1')).toBeUndefined();
  });
}

/** Puts everything of `built`, children before parents, the root under `tag` where one is given. */
async function put(target: ContentTarget, built: Built, tag?: string): Promise<void> {
  for (const blob of built.blobs) await upload(target, blob);
  for (const { bytes } of built.manifests) await target.putManifest(parseManifest(bytes));
  if (tag !== undefined) await target.putManifest(parseManifest(built.root.bytes), { tag });
}
