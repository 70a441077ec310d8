/** One direction of a connection, as far as time is concerned. */
export interface LinkOptions {
  /** From one end to the other. */
  readonly delayMs: number;
  /** Default: as fast as it comes. */
  readonly bytesPerSecond?: number | undefined;
  /** Nothing leaves before this, on the clock of {@link Link.arrivalOf}. */
  readonly openAtMs: number;
}

/**
 * When what is sent comes out at the other end: bytes leave one after another at the rate of the link, and
 * all of them take the same time after that. There is no slow start and no loss.
 */
export class Link {
  readonly #delayMs: number;
  readonly #msPerByte: number;
  #freeAtMs: number;

  constructor({ delayMs, bytesPerSecond, openAtMs }: LinkOptions) {
    this.#delayMs = delayMs;
    this.#msPerByte = bytesPerSecond === undefined ? 0 : 1000 / bytesPerSecond;
    this.#freeAtMs = openAtMs;
  }

  /** When the last of `bytes` arrives that are handed over at `nowMs`. */
  arrivalOf(bytes: number, nowMs: number): number {
    this.#freeAtMs = Math.max(this.#freeAtMs, nowMs) + bytes * this.#msPerByte;
    return this.#freeAtMs + this.#delayMs;
  }
}
