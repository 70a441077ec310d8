import { isPrivateEcr } from './ecr-hosts.ts';
import type { RateLimit } from './rate-limit.ts';
import {
  type Closure,
  LONGEST_CLOSURE_MS,
  type RequestClass,
  type ThrottleKey,
} from './throttles.ts';

/** A request that a registry did not take since there were too many. Times are in milliseconds since the epoch. */
export interface Throttled {
  readonly sentAt: number;
  readonly now: number;
  /** How long the registry asked to be left alone. */
  readonly retryAfterMs: number | undefined;
  /** What it said of its limit. */
  readonly limit?: RateLimit | undefined;
}

const MINUTE_MS = 60_000;

/** How long a class is closed by a registry that does not say for how long. Pulls are counted by the minute and more. */
const FIRST_CLOSURE_MS = { pull: 30_000, read: 1000, write: 1000, 'manifest-put': 1000 } as const;

/** What we make of a limit by ourselves ends here, and a single request finds out whether it was right. */
const LONGEST_GUESS_MS = 15 * MINUTE_MS;

/** How long after a closure those who come keep their distance. */
const PACED_MS = 15 * MINUTE_MS;

/** Distance where nothing is known of a limit. */
const UNKNOWN_INTERVAL_MS = 1000;

/**
 * ECR counts by the second and all workers together, so what one of them was answered in a minute tells no rate:
 * half of what it allows of manifests, the least of its quotas. docs.aws.amazon.com/AmazonECR, "Amazon ECR service quotas".
 */
const ECR_INTERVAL_MS = 200;

/** What is left of a budget goes out at least as fast: each answer tells what is left then. */
const LONGEST_BUDGET_INTERVAL_MS = 5000;

/** Below this distance there is none. */
const SHORTEST_INTERVAL_MS = 20;

/** So many answers before a refusal tell a rate. */
const TELLING_ANSWERS = 10;

/** A limit that was measured is crept up to, one that was guessed is soon left behind. */
const GROWTH = { measured: 0.998, guessed: 0.8 } as const;

/** Kept below a rate that was too fast. */
const SLOWDOWN = 1.1;

/** Pulls on their way at one time until it is known that more may be: so many are refused together at most. */
const FIRST_WINDOW = 4;
const WINDOW_GROWTH = 1 / 25;

/** What one process has learned of the limit of one class of requests, and what it makes of that. */
export class LearnedLimit {
  readonly #requests: RequestClass;
  readonly #isEcr: boolean;
  #closure: Closure = { closedUntil: 0, intervalMs: 0, pacedUntil: 0 };
  #closedAt = 0;
  /** Refusals without an answer between them. */
  #refusals = 0;
  #isMeasured = false;
  /** Whether nothing was answered since the class was closed. */
  #isProbing = false;
  #answers = 0;
  #answersSince: number | undefined;
  #window: number;
  /** Requests that may go out before the next answer, where the registry tells. */
  #budget: number | undefined;
  #told: (RateLimit & { readonly since: number }) | undefined;

  constructor({ requests, registry }: Pick<ThrottleKey, 'requests' | 'registry'>) {
    this.#requests = requests;
    this.#isEcr = isPrivateEcr(registry);
    this.#window = requests === 'pull' ? FIRST_WINDOW : Number.POSITIVE_INFINITY;
  }

  get closedUntil(): number {
    return this.#closure.closedUntil;
  }

  /** The distance that requests keep at `now`, 0 for none. */
  intervalAt(now: number): number {
    return now < this.#closure.pacedUntil ? Math.ceil(this.#closure.intervalMs) : 0;
  }

  /** Whether one more may be on its way beside `inFlight` others. */
  hasRoom(inFlight: number): boolean {
    if (inFlight === 0) return true;
    if (this.#isProbing) return false;
    return inFlight < this.#window && (this.#budget ?? 1) > 0;
  }

  /** Counts one that goes out. */
  sent(now: number): void {
    this.#answersSince ??= now;
    if (this.#budget !== undefined) this.#budget -= 1;
  }

  /** Takes over what another process has learned. */
  adopt(closure: Closure): void {
    if (closure.closedUntil <= this.#closure.closedUntil) return;
    this.#closure = closure;
    this.#isMeasured = false;
    this.#isProbing = true;
    this.#budget = undefined;
  }

  /** Learns from an answer, which nobody else has to know. */
  answered(now: number): void {
    this.#answers += 1;
    this.#refusals = 0;
    this.#isProbing = false;
    this.#window += WINDOW_GROWTH;
    const { intervalMs } = this.#closure;
    if (intervalMs === 0) return;
    const next = intervalMs * (this.#isMeasured ? GROWTH.measured : GROWTH.guessed);
    const isOver = next < SHORTEST_INTERVAL_MS || now >= this.#closure.pacedUntil;
    this.#closure = { ...this.#closure, intervalMs: isOver ? 0 : next };
  }

  /** Learns what is left, while `inFlight` others are on their way; returns what others have to know. */
  told(limit: RateLimit, now: number, inFlight: number): Closure | undefined {
    const { remaining } = limit;
    const since = this.#note(limit, now);
    this.#budget = remaining - inFlight;
    const isLow = remaining <= Math.max(FIRST_WINDOW, (limit.limit ?? 0) / 10);
    if (!isLow) {
      if (now >= this.closedUntil) this.#closure = { ...this.#closure, intervalMs: 0 };
      return undefined;
    }
    const { windowMs = MINUTE_MS } = limit;
    const restMs = Math.max(SHORTEST_INTERVAL_MS, since + windowMs - now);
    const intervalMs = Math.min(restMs / (remaining + 1), LONGEST_BUDGET_INTERVAL_MS);
    const closedUntil = remaining > 0 ? now : now + Math.min(restMs, LONGEST_GUESS_MS);
    const wasPaced = this.intervalAt(now) > 0;
    if (remaining > 0 && wasPaced) return undefined;
    return this.#close({ closedUntil, intervalMs, pacedUntil: closedUntil + restMs }, now);
  }

  /** Learns from a refusal; returns what others have to know. */
  refused({ sentAt, now, retryAfterMs, limit }: Throttled): Closure | undefined {
    if (limit) this.#note(limit, now);
    // What was on its way together is refused together: that is one refusal.
    const isNews = sentAt > this.#closedAt;
    if (isNews) this.#refusals += 1;
    const first = retryAfterMs ?? FIRST_CLOSURE_MS[this.#requests];
    // Who refuses again after the time that was named is not believed a second time.
    const guess = Math.min(Math.max(first, 1000) * 2 ** (this.#refusals - 1), LONGEST_GUESS_MS);
    const closedUntil = now + Math.min(Math.max(retryAfterMs ?? 0, guess), LONGEST_CLOSURE_MS);
    if (!isNews && closedUntil <= this.closedUntil) return undefined;
    const intervalMs = isNews ? this.#intervalAfter(now, retryAfterMs) : this.#closure.intervalMs;
    return this.#close({ closedUntil, intervalMs, pacedUntil: closedUntil + PACED_MS }, now);
  }

  /** Returns since when the window lasts at the most, as far as that shows: more is left at the beginning of another one. */
  #note(limit: RateLimit, now: number): number {
    const isSameWindow = this.#told !== undefined && this.#told.remaining >= limit.remaining;
    const since = isSameWindow ? (this.#told?.since ?? now) : now;
    this.#told = { ...limit, since };
    return since;
  }

  #close({ closedUntil, intervalMs, pacedUntil }: Closure, now: number): Closure {
    const closure = {
      closedUntil: Math.ceil(closedUntil),
      intervalMs: Math.ceil(intervalMs),
      pacedUntil: Math.ceil(pacedUntil),
    };
    this.#closure = closure;
    if (closure.closedUntil > now) {
      this.#closedAt = now;
      this.#isProbing = true;
      this.#budget = undefined;
      this.#window = Math.min(this.#window, FIRST_WINDOW);
      this.#answers = 0;
      this.#answersSince = undefined;
    }
    return closure;
  }

  #intervalAfter(now: number, retryAfterMs: number | undefined): number {
    const { limit, windowMs } = this.#told ?? {};
    if (limit !== undefined && limit > 0 && windowMs !== undefined) {
      this.#isMeasured = true;
      return Math.min((SLOWDOWN * windowMs) / limit, LONGEST_BUDGET_INTERVAL_MS);
    }
    const before = this.intervalAt(now);
    if (this.#isEcr) return Math.min(Math.max(ECR_INTERVAL_MS, 2 * before), UNKNOWN_INTERVAL_MS);
    const isTelling = this.#answers >= TELLING_ANSWERS;
    if (isTelling || this.#isMeasured) {
      const elapsed = Math.max(
        this.#leastWindow(before, retryAfterMs),
        now - (this.#answersSince ?? now),
      );
      const measured = isTelling ? (SLOWDOWN * elapsed) / this.#answers : 0;
      this.#isMeasured = true;
      return Math.min(Math.max(measured, SLOWDOWN * before), MINUTE_MS);
    }
    return Math.min(Math.max(UNKNOWN_INTERVAL_MS, 2 * before), MINUTE_MS);
  }

  /**
   * Over how long answers are counted at the least. Who says that a second is enough counts by the second, which
   * is believed until it refuses those who keep their distance; pulls are counted by the minute and more.
   */
  #leastWindow(before: number, retryAfterMs = MINUTE_MS): number {
    if (this.#requests === 'pull' || before > 0) return MINUTE_MS;
    return Math.min(Math.max(retryAfterMs, 1000), MINUTE_MS);
  }
}
