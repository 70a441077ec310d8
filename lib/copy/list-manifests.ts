import type { CallOptions, ManifestSource } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { isManifestType, isSchema1Type } from '../oci/media-types.ts';
import { formatPlatform, isRunnable } from '../oci/platform.ts';
import { fetchChild, fetchDocument } from './fetch-document.ts';

/** What stands below a root. */
export interface ListedManifests {
  /** Every manifest, each once. */
  readonly manifests: readonly Digest[];
  /** What the entries of indexes say that they run on, formatted. */
  readonly platforms: readonly string[];
}

/** Lists what stands below `root`. Only what may be an index is read for it, since registries count each manifest that is. */
export async function listManifests(
  source: ManifestSource,
  root: Descriptor,
  options: CallOptions = {},
): Promise<ListedManifests> {
  const found = new Map<Digest, Descriptor>();
  let level = mayBeIndex(root) ? (await fetchDocument(source, root.digest, options)).manifests : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    const fresh = level.filter(({ digest }) => !found.has(digest));
    const below: Descriptor[] = [];
    for (const child of fresh) {
      found.set(child.digest, child);
      if (!mayBeIndex(child)) continue;
      below.push(...(await fetchChild(source, child, { ...options, depth })).manifests);
    }
    level = below;
  }
  return { manifests: [...found.keys()], platforms: platformsOf([...found.values()]) };
}

function platformsOf(descriptors: readonly Descriptor[]): readonly string[] {
  const names = descriptors.flatMap(({ platform }) =>
    platform && isRunnable(platform) ? [formatPlatform(platform)] : [],
  );
  return [...new Set(names)];
}

/** What a root is said to be comes from a header, in which some registries send any type. */
function mayBeIndex({ mediaType }: Descriptor): boolean {
  return !isManifestType(mediaType) && !isSchema1Type(mediaType);
}
