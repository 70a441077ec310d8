import type { BlobSource, CallOptions } from '../content/ports.ts';
import { embeddedContent } from '../oci/descriptor.ts';
import { readObject } from '../oci/json.ts';
import { type Document, LARGEST_MANIFEST_BYTES } from '../oci/manifest.ts';
import { isImageConfigType, isSchema1Type } from '../oci/media-types.ts';
import { type Platform, parsePlatform } from '../oci/platform.ts';
import { schema1Platform } from '../oci/schema1.ts';

/**
 * Reads from its config what a single image runs on; schema 1 has the config within.
 * `undefined` for an index, for an artifact, and where the config is not what its media type says.
 */
export async function readPlatform(
  source: Pick<BlobSource, 'fetchBlob'>,
  { blobs, bytes: manifest, mediaType: type }: Document,
  options: CallOptions = {},
): Promise<Platform | undefined> {
  if (isSchema1Type(type)) return schema1Platform(manifest);
  const config = blobs.find(({ mediaType }) => isImageConfigType(mediaType));
  if (!config || config.size > LARGEST_MANIFEST_BYTES) return undefined;
  const bytes = embeddedContent(config) ?? (await source.fetchBlob(config, options));
  const members = readObject(bytes);
  return members && parsePlatform(members);
}
