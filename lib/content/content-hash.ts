import type { Digest } from '../oci/digest.ts';

/** A hash over content, from its beginning to wherever it was given. */
export interface ContentHash {
  update(bytes: Uint8Array): void;
  /** One more over the same bytes; both go on by themselves. */
  copy(): ContentHash;
  /** The digest of everything it was given; the hash is used up by that. */
  digest(): Digest;
  /** What another process goes on from, `undefined` where that is not possible. */
  save(): Uint8Array | undefined;
}
