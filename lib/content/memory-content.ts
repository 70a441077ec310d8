import type { Digest } from '../oci/digest.ts';
import type { CallOptions, OpenContent } from './ports.ts';

/** Small, so that content of a few thousand bytes comes in several chunks. */
const CHUNK_BYTES = 1000;

/** Bytes given out as a repository gives out a blob: once, in chunks, until they end or are let go. */
export class MemoryContent implements OpenContent {
  readonly digest: Digest;
  readonly #bytes: Uint8Array;
  readonly #signal: AbortSignal | undefined;
  #ended = false;

  constructor(digest: Digest, bytes: Uint8Array, { signal }: CallOptions = {}) {
    this.digest = digest;
    this.#bytes = bytes;
    this.#signal = signal;
  }

  /** Whether it was read to its end, failed or was closed. */
  get ended(): boolean {
    return this.#ended;
  }

  close(): void {
    this.#ended = true;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let start = 0; start < this.#bytes.byteLength; start += CHUNK_BYTES) {
        this.#signal?.throwIfAborted();
        if (this.#ended) throw new Error(`content of ${this.digest} is read after its end`);
        yield this.#bytes.subarray(start, start + CHUNK_BYTES);
      }
    } finally {
      this.#ended = true;
    }
  }
}
