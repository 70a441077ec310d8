import type { Clock } from '../../lib/clock.ts';

/** A clock on which waiting takes no time: it moves on at once and remembers how far. */
export class SkippingClock implements Clock {
  /** Milliseconds of every sleep, in order. */
  readonly slept: number[] = [];
  #now = Date.UTC(2026, 0, 1);

  now(): number {
    return this.#now;
  }

  async sleep(ms: number, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(ms);
    this.#now += ms;
  }

  /** Moves time on although nobody sleeps. */
  advance(ms: number): void {
    this.#now += ms;
  }
}
