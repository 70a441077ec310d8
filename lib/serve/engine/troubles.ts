import type { Clock } from '../../clock.ts';
import type { SyncerError } from '../../errors.ts';
import { doubled } from '../../mirror/later.ts';
import type { ServiceProblem } from '../service.ts';

interface Trouble extends ServiceProblem {
  readonly times: number;
  readonly againAt: number;
}

/** What the service fails to do, each kind of which is tried again later and later. */
export class Troubles {
  readonly #clock: Clock;
  readonly #troubles = new Map<string, Trouble>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get problems(): readonly ServiceProblem[] {
    return [...this.#troubles.values()].map(({ since, message, hint }) => ({
      since,
      message,
      hint,
    }));
  }

  has(what: string): boolean {
    return this.#troubles.has(what);
  }

  /** When one of `whats` is to be tried again, in milliseconds since the epoch; infinite where none is. */
  againAt(...whats: readonly string[]): number {
    return Math.min(...whats.map((what) => this.#troubles.get(what)?.againAt ?? Infinity));
  }

  /** Takes a failure down; returns after how many milliseconds it is tried again. */
  note(what: string, { message, hint }: SyncerError): number {
    const former = this.#troubles.get(what);
    const now = this.#clock.now();
    const since = former?.since ?? new Date(now).toISOString();
    const times = (former?.times ?? 0) + 1;
    const afterMs = doubled(times - 1);
    this.#troubles.set(what, { since, message, hint, times, againAt: now + afterMs });
    return afterMs;
  }

  /** It works; returns whether it did not before. */
  mend(what: string): boolean {
    return this.#troubles.delete(what);
  }
}
