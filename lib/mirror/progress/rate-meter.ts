/** Time in which a change of speed shows to two thirds. */
const SMOOTHED_OVER_MS = 4_000;

/** The speed of a transfer over its last few seconds, from readings of how far it has come. */
export class RateMeter {
  #at: number;
  #bytes = 0;
  #smoothed = 0;
  // How much of the average is made of readings: divides out the zero that it started from.
  #weight = 0;

  constructor(now: number) {
    this.#at = now;
  }

  /** Takes a reading; an upload that started over counts as standing still. */
  observe(bytes: number, now: number): void {
    const elapsed = now - this.#at;
    if (elapsed <= 0) return;

    const moved = Math.max(0, bytes - this.#bytes);
    const kept = Math.exp(-elapsed / SMOOTHED_OVER_MS);
    this.#smoothed = this.#smoothed * kept + (moved / elapsed) * 1000 * (1 - kept);
    this.#weight = this.#weight * kept + (1 - kept);
    this.#at = now;
    this.#bytes = bytes;
  }

  /** Bytes a second, 0 before the first reading. */
  get rate(): number {
    return this.#weight === 0 ? 0 : this.#smoothed / this.#weight;
  }
}
