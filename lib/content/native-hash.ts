import { createHash, type Hash } from 'node:crypto';
import type { Digest, DigestAlgorithm } from '../oci/digest.ts';
import type { ContentHash } from './content-hash.ts';

/** The fastest hash: 0.6 seconds for a GiB, but only this process can go on with it. */
export class NativeHash implements ContentHash {
  readonly #algorithm: DigestAlgorithm;
  readonly #hash: Hash;

  constructor(algorithm: DigestAlgorithm, hash: Hash = createHash(algorithm)) {
    this.#algorithm = algorithm;
    this.#hash = hash;
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  copy(): NativeHash {
    return new NativeHash(this.#algorithm, this.#hash.copy());
  }

  digest(): Digest {
    return `${this.#algorithm}:${this.#hash.digest('hex')}`;
  }

  save(): undefined {}
}
