import type { Clock } from '../clock.ts';
import type { CallOptions } from '../content/ports.ts';
import { LearnedLimit, type Throttled } from './learned-limit.ts';
import type { RateLimit } from './rate-limit.ts';
import { ThrottledError } from './throttled-error.ts';
import type { Closure, ThrottleKey, Throttles } from './throttles.ts';

export interface ThrottleGateOptions {
  readonly throttles: Throttles;
  readonly clock: Clock;
}

export interface EnterOptions extends CallOptions {
  /** Until when the caller waits, in milliseconds since the epoch. */
  readonly deadline: number;
  /** Whether the caller had better go elsewhere than wait so long. Default: never. */
  readonly isBetterOff?: (waitMs: number) => boolean;
}

/** A request that may go out; `end` it when it was answered. */
export interface Passage {
  readonly sentAt: number;
  end(): void;
}

interface Waiter extends Omit<EnterOptions, 'signal'> {
  readonly admit: (passage: Passage) => void;
  readonly refuse: (error: ThrottledError) => void;
}

/** How long what others have learned is not asked for again. */
const READ_EVERY_MS = 5000;

/** A place is held so long while nothing goes on there; to begin anew would take requests as well. */
export const HELD_MS = 2000;

/**
 * Lets requests of one class, account and registry out in the order in which they came: at once as long as nothing
 * is known of a limit, and else when it is their time. What one learns holds for all of this process at once, and
 * for other processes within seconds.
 */
export class ThrottleGate {
  readonly #key: ThrottleKey;
  readonly #throttles: Throttles;
  readonly #clock: Clock;
  readonly #limit: LearnedLimit;
  readonly #waiting = new Set<Waiter>();
  #inFlight = 0;
  #readAt = Number.NEGATIVE_INFINITY;
  #reading = Promise.resolve();
  #isWorking = false;
  /** The slot that is reserved for whoever is first. */
  #slot: number | undefined;
  /** Ends whatever is waited for, so that it is thought over. */
  #change = new AbortController();

  constructor(key: ThrottleKey, { throttles, clock }: ThrottleGateOptions) {
    this.#key = key;
    this.#throttles = throttles;
    this.#clock = clock;
    this.#limit = new LearnedLimit(key);
  }

  /** How long a request that came now would wait, as far as it is known. */
  get waitMs(): number {
    const now = this.#clock.now();
    const closedMs = Math.max(0, this.#limit.closedUntil - now);
    return closedMs + this.#waiting.size * this.#limit.intervalAt(now);
  }

  /** Throws {@link ThrottledError} while nothing may go out. */
  throwIfClosed(): void {
    const closedMs = this.#limit.closedUntil - this.#clock.now();
    if (closedMs > 0) throw new ThrottledError(this.#key, closedMs);
  }

  /**
   * Waits until a request may go out. Throws {@link ThrottledError} once that is known to be after the deadline, or
   * where the caller is better off elsewhere.
   */
  async enter({ signal, ...options }: EnterOptions): Promise<Passage> {
    signal?.throwIfAborted();
    await this.#refresh();
    signal?.throwIfAborted();
    const now = this.#clock.now();
    const isFree = this.waitMs === 0 && this.#limit.intervalAt(now) === 0;
    if (isFree && this.#waiting.size === 0 && this.#limit.hasRoom(this.#inFlight)) {
      return this.#passage();
    }
    return await this.#queue(options, signal);
  }

  /**
   * For a request that cannot wait for long, since it holds a place that others wait for: throws
   * {@link ThrottledError} where the class is closed for longer than a moment.
   */
  async enterHeld({ signal }: CallOptions): Promise<Passage> {
    for (;;) {
      const closedMs = this.#limit.closedUntil - this.#clock.now();
      if (closedMs <= 0) return this.#passage();
      if (closedMs > HELD_MS) throw new ThrottledError(this.#key, closedMs);
      await this.#clock.sleep(closedMs, signal && { signal });
    }
  }

  /** For a request that ends something, whatever is closed. */
  enterAnyway(): Passage {
    return this.#passage();
  }

  /** Takes note of a request that was let through, before its passage ends. */
  answered(): void {
    this.#limit.answered(this.#clock.now());
  }

  /** Takes note of what a registry says of its budget; resolves when others can know. */
  async told(limit: RateLimit): Promise<void> {
    const others = Math.max(0, this.#inFlight - 1);
    await this.#share(this.#limit.told(limit, this.#clock.now(), others));
  }

  /** Takes note of a request that was refused; resolves when others can know. */
  async refused(refusal: Omit<Throttled, 'now'>): Promise<void> {
    await this.#share(this.#limit.refused({ ...refusal, now: this.#clock.now() }));
  }

  #passage(): Passage {
    const sentAt = this.#clock.now();
    this.#inFlight += 1;
    this.#limit.sent(sentAt);
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      this.#inFlight -= 1;
      this.#think();
    };
    return { sentAt, end };
  }

  #queue(options: Omit<EnterOptions, 'signal'>, signal: AbortSignal | undefined): Promise<Passage> {
    const { promise, resolve, reject } = Promise.withResolvers<Passage>();
    const waiter: Waiter = { ...options, admit: resolve, refuse: reject };
    const leave = () => {
      this.#waiting.delete(waiter);
      this.#think();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    this.#waiting.add(waiter);
    this.#think();
    void this.#work();
    return promise.finally(() => signal?.removeEventListener('abort', leave));
  }

  /** Lets out those who wait, one after another, until nobody does. */
  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    while (this.#waiting.size > 0) {
      this.#change = new AbortController();
      await this.#refresh();
      this.#refuseLate();
      const [first] = this.#waiting;
      if (first && (await this.#turnOf(first)) && this.#waiting.delete(first)) {
        this.#slot = undefined;
        first.admit(this.#passage());
      }
    }
    this.#slot = undefined;
    this.#isWorking = false;
  }

  /** Waits for the time of `first`; resolves to whether it has come, and nothing changed meanwhile. */
  async #turnOf(first: Waiter): Promise<boolean> {
    const now = this.#clock.now();
    const { closedUntil } = this.#limit;
    if (closedUntil > now) return await this.#sleepUntil(closedUntil, false);
    if (!this.#limit.hasRoom(this.#inFlight)) return await this.#nextChange();
    const intervalMs = this.#limit.intervalAt(now);
    if (intervalMs === 0) return true;
    const slot = await this.#slotFor(first, intervalMs);
    if (slot !== undefined) return slot <= now || (await this.#sleepUntil(slot, true));
    return false;
  }

  /** The slot that was reserved before a change, unless the class was closed since, or another; `undefined` where that is too late. */
  async #slotFor(first: Waiter, intervalMs: number): Promise<number | undefined> {
    const isHeld = this.#slot !== undefined && this.#slot >= this.#limit.closedUntil;
    const slot = isHeld ? this.#slot : await this.#reserve(intervalMs, first.deadline);
    const isLate = slot !== undefined && slot > first.deadline;
    this.#slot = isLate ? undefined : slot;
    if (isLate) {
      this.#waiting.delete(first);
      first.refuse(new ThrottledError(this.#key, slot - this.#clock.now()));
    }
    return this.#slot;
  }

  /** Resolves to `isTurn`, or to `false` after a change. */
  async #sleepUntil(time: number, isTurn: boolean): Promise<boolean> {
    const { signal } = this.#change;
    try {
      await this.#clock.sleep(time - this.#clock.now(), { signal });
      return isTurn;
    } catch {
      // Only a change ends the sleep early: the signal is of no one else.
      return false;
    }
  }

  async #nextChange(): Promise<false> {
    const { signal } = this.#change;
    if (!signal.aborted) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    }
    return false;
  }

  /** Those who would have to wait for too long are told so as soon as that is known. */
  #refuseLate(): void {
    const now = this.#clock.now();
    const intervalMs = this.#limit.intervalAt(now);
    let waitMs = Math.max(0, this.#limit.closedUntil - now);
    for (const waiter of this.#waiting) {
      const isLate = waitMs > 0 && now + waitMs > waiter.deadline;
      if (isLate || waiter.isBetterOff?.(waitMs)) {
        this.#waiting.delete(waiter);
        waiter.refuse(new ThrottledError(this.#key, waitMs));
      }
      waitMs += intervalMs;
    }
  }

  /** An abort that nobody waits for would cost each request as much as its own work here. */
  #think(): void {
    if (this.#isWorking) this.#change.abort();
  }

  /** Without the others' knowledge the own goes on: what keeps it fails by itself where that matters. */
  async #reserve(intervalMs: number, latest: number): Promise<number> {
    try {
      return await this.#throttles.reserve(this.#key, { intervalMs, latest });
    } catch {
      return this.#clock.now() + intervalMs;
    }
  }

  async #share(closure: Closure | undefined): Promise<void> {
    this.#think();
    if (!closure) return;
    try {
      await this.#throttles.close(this.#key, closure);
    } catch {
      // As with reserving.
    }
  }

  async #refresh(): Promise<void> {
    const now = this.#clock.now();
    if (now - this.#readAt >= READ_EVERY_MS) {
      this.#readAt = now;
      this.#reading = this.#read();
    }
    await this.#reading;
  }

  async #read(): Promise<void> {
    try {
      const closure = await this.#throttles.read(this.#key);
      if (closure) this.#limit.adopt(closure);
    } catch {
      // As with reserving.
    }
  }
}
