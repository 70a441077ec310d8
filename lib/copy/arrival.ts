/** Tells how many bytes of a blob came to be in the target, however often they were sent. */
export class Arrival {
  readonly #onBytes: ((bytes: number) => void) | undefined;
  #bytes = 0;

  constructor(onBytes: ((bytes: number) => void) | undefined) {
    this.#onBytes = onBytes;
  }

  /** Bytes told so far, less those taken back. */
  get bytes(): number {
    return this.#bytes;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    this.#onBytes?.(bytes);
  }

  /** Corrects what was told to `bytes`, which is what the target has. */
  settle(bytes: number): void {
    if (bytes !== this.#bytes) this.add(bytes - this.#bytes);
  }
}
