import { createHash, type Hash } from 'node:crypto';
import type { Descriptor } from '../oci/descriptor.ts';
import { algorithmOf, type Digest, type DigestAlgorithm } from '../oci/digest.ts';
import { ContentMismatchError } from './errors.ts';

/** Is told what becomes of content on its way, without a step of its own between the chunks. */
export interface PassageObserver {
  /** So many bytes are handed on. */
  passed(bytes: number): void;
  /** The content itself failed, or is not what was expected. */
  failed(error: unknown): void;
}

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
  observer?: PassageObserver,
): AsyncGenerator<Uint8Array, void, undefined> {
  const proof = new Proof(expected);
  let held: Uint8Array | undefined;
  try {
    for await (const chunk of content) {
      if (chunk.byteLength === 0) continue;
      proof.add(chunk);
      if (held) {
        observer?.passed(held.byteLength);
        yield held;
      }
      held = chunk;
    }
    proof.conclude();
  } catch (error) {
    observer?.failed(error);
    throw error;
  }
  if (!held) return;
  observer?.passed(held.byteLength);
  yield held;
}

/** Size and digest of content as it passes, against what they have to be. */
class Proof {
  readonly #expected: Pick<Descriptor, 'digest' | 'size'>;
  readonly #algorithm: DigestAlgorithm;
  readonly #hash: Hash;
  #size = 0;

  constructor(expected: Pick<Descriptor, 'digest' | 'size'>) {
    this.#expected = expected;
    this.#algorithm = algorithmOf(expected.digest);
    this.#hash = createHash(this.#algorithm);
  }

  add(chunk: Uint8Array): void {
    this.#size += chunk.byteLength;
    if (this.#size > this.#expected.size) {
      throw new ContentMismatchError(this.#expected, { size: this.#size });
    }
    this.#hash.update(chunk);
  }

  conclude(): void {
    const size = this.#size;
    const digest: Digest = `${this.#algorithm}:${this.#hash.digest('hex')}`;
    if (size === this.#expected.size && digest === this.#expected.digest) return;
    throw new ContentMismatchError(this.#expected, { size, digest });
  }
}
