import type { Clock } from '../../lib/clock.ts';
import { type Timer, TimerHeap } from './timer-heap.ts';

/**
 * A clock that moves on when everybody waits: to whatever is due next, without waiting. Its milliseconds are whole,
 * as those of every clock. Everything that is simulated has to happen in this process, without real input and output.
 */
export class VirtualClock implements Clock {
  readonly #timers = new TimerHeap();
  #now: number;
  #order = 0;

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (!signal) {
      this.after(ms, resolve);
      return promise;
    }
    const timer = this.#add(ms, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    const abort = () => {
      timer.wake = undefined;
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    return promise;
  }

  /** Has `happen` called after `ms`. */
  after(ms: number, happen: () => void): void {
    this.#add(ms, happen);
  }

  /** Lets time pass until `work` has settled, and settles as it does. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    work.then(end, end);
    for (;;) {
      await everybodyWaits();
      if (isOver) return await work;
      const next = this.#timers.take();
      if (!next) throw new Error('everybody waits for somebody else');
      this.#now = next.at;
      next.wake?.();
    }
  }

  #add(ms: number, wake: () => void): Timer {
    this.#order += 1;
    const timer = { at: Math.ceil(this.#now + Math.max(0, ms)), order: this.#order, wake };
    this.#timers.add(timer);
    return timer;
  }
}

/** Resolves when no promise can go on: only then Node turns to what was set for immediately. */
function everybodyWaits(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
