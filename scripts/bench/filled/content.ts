import type { RegistryStorage } from '../../../lib/local/embedded-registry/storage.ts';
import { image } from '../../../test/support/image-builder.ts';
import { store } from '../../../test/support/store.ts';
import { buildImage, type MirroredImage } from '../unchanged/mirrored-images.ts';

/** What a registry is filled with before anybody asks it. */
export type Content =
  | {
      readonly kind: 'images';
      readonly images: readonly MirroredImage[];
      /** What a platform filter makes of images is not there, but everything that it is made of. */
      readonly isTarget: boolean;
    }
  | { readonly kind: 'tags'; readonly repository: string; readonly tags: readonly string[] };

export async function fill(storage: RegistryStorage, content: Content): Promise<void> {
  if (content.kind === 'images') await storeImages(storage, content);
  else await storeTags(storage, content);
}

async function storeImages(
  storage: RegistryStorage,
  { images, isTarget }: Extract<Content, { readonly kind: 'images' }>,
): Promise<void> {
  for (const mirrored of images) {
    const { repository, tag, isFiltered } = mirrored;
    const isThere = !(isTarget && isFiltered);
    await store(buildImage(mirrored), storage, { repository, ...(isThere && { tag }) });
  }
}

/** All of one image. */
async function storeTags(
  storage: RegistryStorage,
  { repository, tags }: Extract<Content, { readonly kind: 'tags' }>,
): Promise<void> {
  const built = image();
  await store(built, storage, { repository });
  const { descriptor } = built.root;
  await storage.changeManifests(repository, () => tags.map((tag) => ({ ...descriptor, tag })));
}
