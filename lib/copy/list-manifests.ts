import type { CallOptions, ManifestSource } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { isIndexType } from '../oci/media-types.ts';
import { fetchDocument } from './fetch-document.ts';

/** Every manifest below `root`. Indexes alone are read for it, since registries count each manifest that is. */
export async function listManifests(
  source: ManifestSource,
  root: Descriptor,
  options: CallOptions = {},
): Promise<readonly Digest[]> {
  const found = new Set<Digest>();
  let indexes: readonly Descriptor[] = [root].filter(isIndex);
  while (indexes.length > 0) {
    const below: Descriptor[] = [];
    for (const { digest } of indexes) {
      below.push(...(await fetchDocument(source, digest, options)).manifests);
    }
    const fresh = below.filter(({ digest }) => !found.has(digest));
    for (const { digest } of fresh) found.add(digest);
    indexes = fresh.filter(isIndex);
  }
  return [...found];
}

function isIndex({ mediaType }: Descriptor): boolean {
  return isIndexType(mediaType);
}
