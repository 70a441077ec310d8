import { ContentMismatchError } from '../content/errors.ts';
import type { OpenContent } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { WireResponse } from './transport.ts';

export interface OpenContentOptions {
  /** Called when the last byte was read or the content closed, not before. */
  readonly giveBack: () => void;
  /** Bytes of the blob's beginning that the answer leaves out. */
  readonly leftOut?: number;
  /** Bytes of the answer's beginning that are read and dropped. */
  readonly dropped?: number;
}

/** Content whose place among the downloads is given back when its last byte was read, not before. */
export function openContent(
  response: WireResponse,
  blob: Descriptor,
  { giveBack, leftOut = 0, dropped = 0 }: OpenContentOptions,
): OpenContent {
  const { body, close, onEnd } = response;
  const size = leftOut + (lengthOf(response) ?? blob.size - leftOut);
  onEnd(giveBack);
  // A length that cannot be right is known before a byte was moved, and fails as reading to the end would.
  const refuse = () => {
    close();
    return Promise.reject(new ContentMismatchError(blob, { size }));
  };
  const content = dropped === 0 ? body : withoutBeginning(body, dropped);
  return {
    [Symbol.asyncIterator]: () =>
      size === blob.size ? content[Symbol.asyncIterator]() : { next: refuse },
    close,
  };
}

/** Bytes of an answer's body, `undefined` where it does not say. */
export function lengthOf({ headers }: WireResponse): number | undefined {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

/** What follows the first `bytes` of `content`, which are read and dropped as they come. */
async function* withoutBeginning(
  content: AsyncIterable<Uint8Array>,
  bytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let rest = bytes;
  for await (const chunk of content) {
    if (chunk.byteLength > rest) yield chunk.subarray(rest);
    rest = Math.max(0, rest - chunk.byteLength);
  }
}
