import type { Clock } from '../../clock.ts';
import type { ServiceEvent } from '../events.ts';

/** More warnings than anybody reads; beyond them, they are told once more rather than kept. */
const MOST_DOUBTS = 1000;

/** Of hooks that prove nothing, one in a minute or so is told. */
const UNPROVEN_QUIET_MS = 120_000;

/** Remembers what is told again and again, so that it is written when it is new. */
export class ToldBefore {
  readonly #clock: Pick<Clock, 'now'>;
  #problems = '';
  readonly #doubts = new Set<string>();
  /** Until when a failure, by its message, is none that was tried again. */
  readonly #quietUntil = new Map<string, number>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Whether `event` was told and still holds; whoever asks tells it. */
  has(event: ServiceEvent): boolean {
    switch (event.type) {
      case 'broken':
        return this.#hasProblems(JSON.stringify(event.broken.problems));
      case 'doubtful':
        return this.#hasDoubt(JSON.stringify(event.warning));
      case 'unable':
        return this.#hasFailure(event.failure.message, event.afterMs);
      case 'hook':
        // Strangers may send any number of them.
        return !event.isProven && this.#hasFailure(event.reason, UNPROVEN_QUIET_MS);
      case 'recovered':
        this.#problems = '';
        return false;
      case 'mended':
        this.#quietUntil.clear();
        return false;
      default:
        return false;
    }
  }

  #hasProblems(problems: string): boolean {
    const before = this.#problems;
    this.#problems = problems;
    return problems === before;
  }

  #hasDoubt(doubt: string): boolean {
    if (this.#doubts.has(doubt)) return true;
    if (this.#doubts.size >= MOST_DOUBTS) this.#doubts.clear();
    this.#doubts.add(doubt);
    return false;
  }

  /** Every worker tells that the ledger fails, at about one time; each later attempt is told. */
  #hasFailure(message: string, afterMs: number): boolean {
    const now = this.#clock.now();
    for (const [told, untilMs] of this.#quietUntil) {
      if (untilMs <= now) this.#quietUntil.delete(told);
    }
    if (this.#quietUntil.has(message)) return true;
    // Attempts come somewhat sooner or later than is said, so as not to come together.
    this.#quietUntil.set(message, now + afterMs / 2);
    return false;
  }
}
