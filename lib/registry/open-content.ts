import { ContentMismatchError } from '../content/errors.ts';
import type { OpenContent } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { WireResponse } from './transport.ts';

/** Content whose place among the downloads is given back when its last byte was read, not before. */
export function openContent(
  response: WireResponse,
  blob: Descriptor,
  giveBack: () => void,
): OpenContent {
  const { headers, body, close, onEnd } = response;
  const size = Number(headers['content-length'] ?? blob.size);
  onEnd(giveBack);
  // A length that cannot be right is known before a byte was moved, and fails as reading to the end would.
  const refuse = () => {
    close();
    return Promise.reject(new ContentMismatchError(blob, { size }));
  };
  return {
    [Symbol.asyncIterator]: () =>
      size === blob.size ? body[Symbol.asyncIterator]() : { next: refuse },
    close,
  };
}
