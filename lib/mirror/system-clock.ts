import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

/** A longer timer ends at once: nodejs.org/api/timers.html, `setTimeout`. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),

  async sleep(ms, { signal } = {}) {
    try {
      for (let left = ms; left > 0; left -= LONGEST_TIMER_MS) {
        await setTimeout(Math.min(left, LONGEST_TIMER_MS), undefined, signal && { signal });
      }
    } catch (error) {
      // Node rejects with an AbortError of its own.
      signal?.throwIfAborted();
      throw error;
    }
  },
};
