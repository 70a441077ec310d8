import { ACCEPTED_MANIFEST_TYPES } from '../../lib/oci/media-types.ts';

/** The exact bytes that a registry gives for a manifest, fetched without a line of the engine. */
export async function rawManifest(
  registry: URL,
  repository: string,
  tagOrDigest: string,
): Promise<Buffer> {
  const url = new URL(`/v2/${repository}/manifests/${tagOrDigest}`, registry);
  const response = await fetch(url, { headers: { accept: ACCEPTED_MANIFEST_TYPES.join(', ') } });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.ok) return bytes;
  throw new Error(`GET ${url} answered ${response.status}: ${bytes}`);
}
