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
    // Many at a time may meet the same failure, which is one.
    const isSame = former !== undefined && now < former.againAt;
    const times = isSame ? former.times : (former?.times ?? 0) + 1;
    const againAt = isSame ? former.againAt : now + doubled(times - 1);
    this.#troubles.set(what, { since, message, hint, times, againAt });
    return againAt - now;
  }

  /** It works; returns the message of what did not before. */
  mend(what: string): string | undefined {
    const message = this.#troubles.get(what)?.message;
    this.#troubles.delete(what);
    return message;
  }
}
