import { ContentTooLargeError } from './errors.ts';

/**
 * Reads `content` whole and throws {@link ContentTooLargeError}, having read one
 * chunk too many at most, when it is longer than `maxBytes`. `what` names it in
 * the error.
 */
export async function readBounded(
  content: AsyncIterable<Uint8Array>,
  maxBytes: number,
  what: string,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new ContentTooLargeError(what, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
