// Declarations of one room are made from what its files lead to.
/// <reference path="./hash-wasm.d.ts" />
import type { IHasher } from 'hash-wasm';
import type { Digest, DigestAlgorithm } from '../oci/digest.ts';
import type { ContentHash } from './content-hash.ts';

/** Makes a hash with which another process can go on; it takes five times as long as the native one. */
export async function serialisableHash(algorithm: DigestAlgorithm): Promise<ContentHash> {
  const hasher = await createHasher(algorithm);
  return new SerialisableHash(algorithm, new Engine(hasher), hasher.init().save());
}

/**
 * Makes the hash whose `save` gave `state`; `undefined` where that was the state of another
 * algorithm or came from another version of what calculates it, and means nothing here.
 */
export async function restoredHash(
  algorithm: DigestAlgorithm,
  state: Uint8Array,
): Promise<ContentHash | undefined> {
  const hasher = await createHasher(algorithm);
  try {
    // The engine marks states with a digest of its own code, and refuses those of other code.
    const own = hasher.load(Uint8Array.from(state)).save();
    return new SerialisableHash(algorithm, new Engine(hasher), own);
  } catch {
    return undefined;
  }
}

/** Imports late, since few blobs need it, and no more than it takes: the package as a whole is ten times as long. */
async function createHasher(algorithm: DigestAlgorithm): Promise<IHasher> {
  if (algorithm === 'sha512') {
    const { default: entry } = await import('hash-wasm/dist/sha512.umd.min.js');
    return await entry.createSHA512();
  }
  const { default: entry } = await import('hash-wasm/dist/sha256.umd.min.js');
  return await entry.createSHA256();
}

/** Calculates for a hash and all its copies, of which it holds the state of one at a time. */
class Engine {
  readonly #hasher: IHasher;
  #holder: SerialisableHash | undefined;

  constructor(hasher: IHasher) {
    this.#hasher = hasher;
  }

  /** The hasher in the state of `hash`. */
  for(hash: SerialisableHash): IHasher {
    if (this.#holder === hash) return this.#hasher;
    this.#holder?.lay(this.#hasher.save());
    this.#holder = hash;
    return this.#hasher.load(hash.state);
  }

  /** Forgets the state, after which there is none to be saved. */
  release(): void {
    this.#holder = undefined;
  }
}

class SerialisableHash implements ContentHash {
  readonly #algorithm: DigestAlgorithm;
  readonly #engine: Engine;
  /** As it was when the engine went on to another hash. */
  #state: Uint8Array;

  constructor(algorithm: DigestAlgorithm, engine: Engine, state: Uint8Array) {
    this.#algorithm = algorithm;
    this.#engine = engine;
    this.#state = state;
  }

  get state(): Uint8Array {
    return this.#state;
  }

  lay(state: Uint8Array): void {
    this.#state = state;
  }

  update(bytes: Uint8Array): void {
    this.#engine.for(this).update(bytes);
  }

  copy(): SerialisableHash {
    return new SerialisableHash(this.#algorithm, this.#engine, this.save());
  }

  digest(): Digest {
    const digest = this.#engine.for(this).digest('hex');
    this.#engine.release();
    return `${this.#algorithm}:${digest}`;
  }

  save(): Uint8Array {
    return this.#engine.for(this).save();
  }
}
