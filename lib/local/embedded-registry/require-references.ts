import type { Document } from '../../oci/manifest.ts';
import { isForeignLayerType } from '../../oci/media-types.ts';
import { findManifest } from './manifest-list.ts';
import { Refusal } from './refusal.ts';
import type { RegistryStorage } from './storage.ts';

/** Refuses a document whose blobs or manifests are not in the repository yet; foreign layers need not be. */
export async function requireReferences(
  storage: RegistryStorage,
  repository: string,
  { manifests, blobs }: Document,
): Promise<void> {
  const listed = (await storage.listManifests(repository)) ?? [];
  for (const { digest } of manifests) {
    if (findManifest(listed, digest)) continue;
    throw new Refusal('MANIFEST_UNKNOWN', `${repository} does not have a manifest of the index`, {
      status: 400,
      detail: { digest },
    });
  }
  for (const { digest, mediaType } of blobs) {
    if (isForeignLayerType(mediaType)) continue;
    if ((await storage.sizeOf(repository, digest)) !== undefined) continue;
    throw new Refusal(
      'MANIFEST_BLOB_UNKNOWN',
      `${repository} does not have a blob of the manifest`,
      {
        detail: { digest },
      },
    );
  }
}
