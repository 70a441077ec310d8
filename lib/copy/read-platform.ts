import type { BlobSource, CallOptions } from '../content/ports.ts';
import { readObject } from '../oci/json.ts';
import { type Document, LARGEST_MANIFEST_BYTES } from '../oci/manifest.ts';
import { isImageConfigType } from '../oci/media-types.ts';
import { type Platform, parsePlatform } from '../oci/platform.ts';

/**
 * Reads from its config what a single image runs on. `undefined` for an index,
 * for an artifact, and where the config is not what its media type says.
 */
export async function readPlatform(
  source: BlobSource,
  { blobs }: Document,
  options: CallOptions = {},
): Promise<Platform | undefined> {
  const config = blobs.find(({ mediaType }) => isImageConfigType(mediaType));
  if (!config || config.size > LARGEST_MANIFEST_BYTES) return undefined;
  const bytes = await source.fetchBlob(config, options);
  const members = readObject(new TextDecoder().decode(bytes));
  return members && parsePlatform(members);
}
