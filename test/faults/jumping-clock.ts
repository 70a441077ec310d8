import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../lib/clock.ts';

/** So many times faster than real time passes, so that nobody waits for leases. */
const SPEED = 100;

/** A clock that somebody sets while others wait by it, as happens to machines: waiting takes as long as it would have. */
export class JumpingClock implements Clock {
  readonly #startedAt = performance.now();
  #offset = Date.UTC(2026, 0, 1);

  now(): number {
    return Math.round(this.#offset + (performance.now() - this.#startedAt) * SPEED);
  }

  async sleep(ms: number, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    signal?.throwIfAborted();
    try {
      await setTimeout(ms / SPEED, undefined, signal ? { signal } : {});
    } catch {
      throw signal?.reason;
    }
  }

  /** Sets the clock forward, or back. */
  jump(ms: number): void {
    this.#offset += ms;
  }
}
