import type { ContentHash } from '../content/content-hash.ts';
import { NativeHash } from '../content/native-hash.ts';
import { restoredHash, serialisableHash } from '../content/serialisable-hash.ts';
import { algorithmOf, type Digest, type DigestAlgorithm } from '../oci/digest.ts';

/** A saved hash over everything before `offset`. */
export interface SavedHash {
  readonly offset: number;
  readonly state: Uint8Array;
}

/** The hash over that beginning of a blob which the target has. */
export class PrefixHash {
  readonly #algorithm: DigestAlgorithm;
  readonly #isSerialisable: boolean;
  #offset = 0;
  #hash: ContentHash | undefined;

  constructor(blob: Digest, isSerialisable: boolean) {
    this.#algorithm = algorithmOf(blob);
    this.#isSerialisable = isSerialisable;
  }

  /** How many bytes it is over. */
  get offset(): number {
    return this.#offset;
  }

  /** Makes it one over as much as is known of the first `most` bytes: by this process, or by another that saved it. */
  async rewind(most: number, saved: SavedHash | undefined): Promise<void> {
    const own = this.#hash && this.#offset <= most ? this.#offset : undefined;
    if (saved && saved.offset <= most && saved.offset > (own ?? 0)) {
      const restored = await restoredHash(this.#algorithm, saved.state);
      if (restored) return this.#set(restored, saved.offset);
    }
    if (own === undefined) this.#set(await this.#create(), 0);
  }

  /**
   * Moves on by the `length` bytes that `pass` lets through, which has to give the
   * hash each of them. Where it fails the hash stays what it was.
   */
  async advance(length: number, pass: (hash: ContentHash) => Promise<void>): Promise<void> {
    const next = this.#known().copy();
    await pass(next);
    this.#set(next, this.#offset + length);
  }

  digest(): Digest {
    return this.#known().copy().digest();
  }

  save(): Uint8Array | undefined {
    return this.#known().save();
  }

  #set(hash: ContentHash, offset: number): void {
    this.#hash = hash;
    this.#offset = offset;
  }

  async #create(): Promise<ContentHash> {
    return this.#isSerialisable
      ? await serialisableHash(this.#algorithm)
      : new NativeHash(this.#algorithm);
  }

  #known(): ContentHash {
    if (this.#hash) return this.#hash;
    throw new Error('the hash is used before it is rewound');
  }
}
