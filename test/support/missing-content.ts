import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { algorithmOf, digestOf } from '../../lib/oci/digest.ts';
import { isForeignLayerType } from '../../lib/oci/media-types.ts';
import { rawManifest } from './raw-manifest.ts';

/** The members of a manifest or an index that name other content. */
interface Naming {
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
}

/**
 * What `tagOrDigest` reaches in `repository` that is absent or not what its
 * descriptor says, as the registry gives it; without a line of the engine's
 * walk. Throws where there is no such manifest.
 */
export async function missingContent(
  registry: URL,
  repository: string,
  tagOrDigest: string,
): Promise<readonly string[]> {
  const base = new URL(`/v2/${repository}/`, registry);
  const bytes = await rawManifest(registry, repository, tagOrDigest);
  return await missingBelow(bytes, base);
}

async function missingBelow(bytes: Uint8Array, base: URL): Promise<readonly string[]> {
  const {
    manifests = [],
    config,
    layers = [],
  }: Naming = JSON.parse(new TextDecoder().decode(bytes));
  const missing: string[] = [];
  for (const blob of [...(config ? [config] : []), ...layers]) {
    if (isForeignLayerType(blob.mediaType)) continue;
    if (!(await fetchExact(blob, `${base}blobs/`))) missing.push(blob.digest);
  }
  for (const child of manifests) {
    const content = await fetchExact(child, `${base}manifests/`);
    missing.push(...(content ? await missingBelow(content, base) : [child.digest]));
  }
  return missing;
}

async function fetchExact(
  { digest, size, mediaType }: Descriptor,
  folder: string,
): Promise<Uint8Array | undefined> {
  const response = await fetch(folder + digest, { headers: { accept: mediaType } });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const isExact = bytes.byteLength === size && digestOf(bytes, algorithmOf(digest)) === digest;
  return response.ok && isExact ? bytes : undefined;
}
