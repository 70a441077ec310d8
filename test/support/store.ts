import { withManifest } from '../../lib/local/embedded-registry/manifest-list.ts';
import type { RegistryStorage } from '../../lib/local/embedded-registry/storage.ts';
import type { Built, BuiltContent } from './built.ts';

export interface StoreOptions {
  readonly repository: string;
  /** Name of the root; it is stored under its digest alone where this is absent. */
  readonly tag?: string;
}

/** Puts `built` into the storage of an embedded registry: neither a request nor a connection tells of it. */
export async function store(
  built: Built,
  storage: RegistryStorage,
  { repository, tag }: StoreOptions,
): Promise<void> {
  for (const content of [...built.blobs, ...built.manifests]) {
    await storeContent(content, storage, repository);
  }
  const named = tag === undefined ? [] : [{ ...built.root.descriptor, tag }];
  for (const manifest of [...built.manifests.map(({ descriptor }) => descriptor), ...named]) {
    await storage.changeManifests(repository, (listed) => withManifest(listed, manifest));
  }
}

/** Puts a single blob there; a manifest stored so is not listed. */
export async function storeContent(
  { descriptor, bytes }: BuiltContent,
  storage: RegistryStorage,
  repository: string,
): Promise<void> {
  const staged = await storage.stageContent();
  await staged.append(bytes);
  await staged.commit(repository, descriptor.digest);
}
