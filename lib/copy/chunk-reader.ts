import { ContentMismatchError } from '../content/errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';

/** Cuts the content of a blob into chunks of exact length, without copying a byte. */
export class ChunkReader {
  readonly #content: AsyncIterator<Uint8Array, unknown>;
  readonly #blob: Descriptor;
  #position: number;
  /** What came together with the last bytes of a chunk. */
  #rest: Uint8Array | undefined;

  /** `content` begins at `from`. */
  constructor(content: AsyncIterator<Uint8Array, unknown>, blob: Descriptor, from: number) {
    this.#content = content;
    this.#blob = blob;
    this.#position = from;
  }

  /**
   * The next `length` bytes, all of which must be read before the chunk that
   * follows. `onBytes` gets them in their order, whether anybody takes them or not.
   */
  chunk(length: number, onBytes: (bytes: Uint8Array) => void): BlobChunk {
    return new BlobChunk(length, async (most) => {
      const bytes = await this.#take(most);
      onBytes(bytes);
      return bytes;
    });
  }

  /** Throws {@link ContentMismatchError} where the content goes on. */
  async expectEnd(): Promise<void> {
    const extra = this.#rest ?? (await this.#pull());
    if (extra) throw this.#mismatch(extra.byteLength);
  }

  async #take(most: number): Promise<Uint8Array> {
    const bytes = this.#rest ?? (await this.#pull());
    if (!bytes) throw this.#mismatch(0);
    const taken = bytes.byteLength > most ? bytes.subarray(0, most) : bytes;
    this.#rest = bytes.byteLength > most ? bytes.subarray(most) : undefined;
    this.#position += taken.byteLength;
    return taken;
  }

  /** `undefined` at the end. */
  async #pull(): Promise<Uint8Array | undefined> {
    for (;;) {
      const { done, value } = await this.#content.next();
      if (done) return undefined;
      if (value.byteLength > 0) return value;
    }
  }

  #mismatch(extra: number): ContentMismatchError {
    return new ContentMismatchError(this.#blob, { size: this.#position + extra });
  }
}

/** Bytes of a blob on their way, to be read once. No generator, which would put a step of its own between every two of them. */
export class BlobChunk implements AsyncIterableIterator<Uint8Array> {
  readonly #take: (most: number) => Promise<Uint8Array>;
  #left: number;
  #reading: Promise<unknown> | undefined;
  #failure: unknown;

  constructor(length: number, take: (most: number) => Promise<Uint8Array>) {
    this.#left = length;
    this.#take = take;
  }

  /** Why the content itself failed, where it did. */
  get failure(): unknown {
    return this.#failure;
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const reading = this.#read();
    this.#reading = reading;
    return reading;
  }

  /** Reads whatever nobody took. */
  async drain(): Promise<void> {
    // Whoever went away may have asked for more before.
    await this.#reading;
    while (this.#left > 0) await this.next();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #read(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#left === 0) return { done: true, value: undefined };
    try {
      const value = await this.#take(this.#left);
      this.#left -= value.byteLength;
      return { done: false, value };
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }
}
