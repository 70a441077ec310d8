import pMap from 'p-map';
import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../../lib/local/embedded-registry/embedded-registry.ts';
import { memoryStorage } from '../../lib/local/embedded-registry/memory-storage.ts';
import type { RegistryStorage } from '../../lib/local/embedded-registry/storage.ts';
import type { GeneratedBlob } from '../../test/large/generated-blob.ts';
import { store } from '../../test/support/store.ts';
import type { SoakImage } from './soak-image.ts';

/** Starts a registry that has `images`; the caller closes it. */
export async function startSource(images: readonly SoakImage[]): Promise<EmbeddedRegistry> {
  const storage = withLargeBlobs(images);
  await pMap(images, (image) => storeImage(image, storage), { concurrency: 1 });
  return await startEmbeddedRegistry({ storage });
}

async function storeImage(image: SoakImage, storage: RegistryStorage): Promise<void> {
  const { repository, tag, built, referrers, signatures } = image;
  await store(built, storage, { repository, tag });
  for (const referrer of referrers) await store(referrer, storage, { repository });
  for (const [name, signature] of signatures) {
    await store(signature, storage, { repository, tag: name });
  }
}

/** Large layers are made when they are read: gigabytes of them need no memory. */
function withLargeBlobs(images: readonly SoakImage[]): RegistryStorage {
  const shelf = new Map<string, GeneratedBlob>();
  for (const { repository, large } of images) {
    if (large) shelf.set(`${repository} ${large.descriptor.digest}`, large);
  }
  const storage = memoryStorage();
  const sizeOf = storage.sizeOf.bind(storage);
  const openContent = storage.openContent.bind(storage);
  storage.sizeOf = async (repository, digest) =>
    shelf.get(`${repository} ${digest}`)?.descriptor.size ?? (await sizeOf(repository, digest));
  storage.openContent = (repository, digest, range) =>
    shelf.get(`${repository} ${digest}`)?.open(range) ?? openContent(repository, digest, range);
  return storage;
}
