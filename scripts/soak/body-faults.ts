import { setTimeout } from 'node:timers/promises';

/** Passes `content` on no faster than `bytesPerSecond`. */
export async function* paced(
  content: AsyncIterable<Uint8Array>,
  bytesPerSecond: number,
): AsyncGenerator<Uint8Array> {
  const startedAt = performance.now();
  let bytes = 0;
  for await (const chunk of content) {
    yield chunk;
    bytes += chunk.byteLength;
    const aheadMs = (bytes / bytesPerSecond) * 1000 - (performance.now() - startedAt);
    if (aheadMs > 5) await setTimeout(aheadMs);
  }
}

/** Passes the first `most` bytes on and throws where there are more. */
export async function* cutAfter(
  content: AsyncIterable<Uint8Array>,
  most: number,
): AsyncGenerator<Uint8Array> {
  let left = most;
  for await (const chunk of content) {
    if (chunk.byteLength > left) {
      if (left > 0) yield chunk.subarray(0, left);
      throw new Error('a fault has cut the content');
    }
    left -= chunk.byteLength;
    yield chunk;
  }
}
