import { createHash } from 'node:crypto';
import type { Descriptor } from '../oci/descriptor.ts';
import { algorithmOf, type Digest } from '../oci/digest.ts';
import { ContentMismatchError } from './errors.ts';

/**
 * Passes `content` on and throws {@link ContentMismatchError} unless it is
 * exactly what `expected` describes.
 *
 * The last chunk is held back until the digest is proven, so an upload of
 * declared length cannot complete with wrong content: it is short by that chunk.
 */
export async function* verified(
  content: AsyncIterable<Uint8Array>,
  expected: Pick<Descriptor, 'digest' | 'size'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const algorithm = algorithmOf(expected.digest);
  const hash = createHash(algorithm);
  let size = 0;
  let held: Uint8Array | undefined;

  for await (const chunk of content) {
    if (chunk.byteLength === 0) continue;
    size += chunk.byteLength;
    if (size > expected.size) throw new ContentMismatchError(expected, { size });
    hash.update(chunk);
    if (held) yield held;
    held = chunk;
  }

  const digest: Digest = `${algorithm}:${hash.digest('hex')}`;
  if (size !== expected.size || digest !== expected.digest) {
    throw new ContentMismatchError(expected, { size, digest });
  }
  if (held) yield held;
}
