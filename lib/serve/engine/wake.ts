import type { Clock } from '../../clock.ts';

/** What a look is to begin with. */
export interface Call {
  /** Whether the working copy is pulled first. */
  readonly pull: boolean;
}

/** Calls for a look, of which any number come to one while nobody takes them. */
export class Wake {
  readonly #clock: Clock;
  #pending: Call | undefined;
  #wake: AbortController | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  call({ pull }: Call): void {
    this.#pending = { pull: pull || (this.#pending?.pull ?? false) };
    this.#wake?.abort();
  }

  /** Waits for a call, but not beyond `untilMs`; `undefined` where none came. An abort rejects with its reason. */
  async take(untilMs: number, signal: AbortSignal): Promise<Call | undefined> {
    for (;;) {
      signal.throwIfAborted();
      const pending = this.#pending;
      this.#pending = undefined;
      const restMs = untilMs - this.#clock.now();
      if (pending || restMs <= 0) return pending;
      await this.#slept(Math.min(restMs, LONGEST_SLEEP_MS), signal);
    }
  }

  async #slept(ms: number, signal: AbortSignal): Promise<void> {
    const wake = new AbortController();
    this.#wake = wake;
    try {
      await this.#clock.sleep(ms, { signal: AbortSignal.any([signal, wake.signal]) });
    } catch (error) {
      if (!wake.signal.aborted) throw error;
    } finally {
      this.#wake = undefined;
    }
  }
}

/** A timer of Node's takes at most 2³¹ - 1 ms, and a clock that is set meanwhile is looked at now and then. */
const LONGEST_SLEEP_MS = 60_000;
