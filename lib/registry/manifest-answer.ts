import { readBounded } from '../content/bounded.ts';
import { ContentMismatchError } from '../content/errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { algorithmOf, type Digest, digestOf, isDigest } from '../oci/digest.ts';
import { type Document, LARGEST_MANIFEST_BYTES, parseManifest } from '../oci/manifest.ts';
import { manifestDigest, namesManifest } from '../oci/manifest-digest.ts';
import { essenceOf } from '../oci/media-types.ts';
import type { Tag } from '../oci/reference.ts';
import type { WireResponse } from './transport.ts';

/** A HEAD that names digest, type and length describes a manifest as well as its content does. */
export function describedBy({
  status,
  headers,
}: WireResponse): Descriptor | undefined | 'unusable' {
  if (status === 404) return undefined;
  const digest = headers['docker-content-digest'];
  const mediaType = headers['content-type'];
  const size = headers['content-length'];
  if (status !== 200 || typeof digest !== 'string' || !isDigest(digest)) return 'unusable';
  if (mediaType === undefined || size === undefined) return 'unusable';
  return { digest, mediaType: essenceOf(mediaType), size: Number(size) };
}

/** A header proves nothing: what is asked for by digest is that content, or its content is read. */
export function isProof(
  head: Descriptor | undefined | 'unusable',
  asked: Tag | Digest,
): head is Descriptor | undefined {
  if (head === 'unusable') return false;
  return head === undefined || !isDigest(asked) || head.digest === asked;
}

/** Reads a manifest and proves that it is what `expected` names, or what the registry says it is. */
export async function readManifest(
  response: WireResponse,
  expected: Digest | undefined,
): Promise<Document> {
  const bytes = await readBounded(response.body, LARGEST_MANIFEST_BYTES, 'the manifest');
  const announced = response.headers['docker-content-digest'];
  const wanted =
    expected ?? (typeof announced === 'string' && isDigest(announced) ? announced : undefined);
  const digest = wanted ?? manifestDigest(bytes);
  if (!namesManifest(digest, bytes)) {
    const actual = digestOf(bytes, algorithmOf(digest));
    throw new ContentMismatchError({ digest }, { digest: actual, size: bytes.byteLength });
  }
  const contentType = response.headers['content-type'];
  return parseManifest(bytes, { digest, ...(contentType !== undefined && { contentType }) });
}
