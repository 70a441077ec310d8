import { readBounded } from '../../content/bounded.ts';
import type { Digest } from '../../oci/digest.ts';
import { LARGEST_MANIFEST_BYTES, parseManifest } from '../../oci/manifest.ts';
import type { RegistryStorage } from './storage.ts';

/** Whether a manifest of `repository` names the blob. */
export async function isReferenced(
  storage: RegistryStorage,
  repository: string,
  blob: Digest,
): Promise<boolean> {
  for (const { digest, mediaType } of (await storage.listManifests(repository)) ?? []) {
    const content = storage.openContent(repository, digest);
    const bytes = await readBounded(content, LARGEST_MANIFEST_BYTES, digest);
    const { blobs } = parseManifest(bytes, { digest, contentType: mediaType });
    if (blobs.some((each) => each.digest === blob)) return true;
  }
  return false;
}
