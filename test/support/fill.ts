import type { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import type { Built } from './built.ts';

/** Puts all of `built` into a repository in memory, its root under no tag. */
export async function fill(repository: MemoryRepository, built: Built): Promise<void> {
  for (const { bytes, descriptor } of built.blobs) repository.add(bytes, descriptor.mediaType);
  for (const { bytes } of built.manifests) await repository.putManifest(parseManifest(bytes));
}
