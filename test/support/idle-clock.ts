import { setTimeout as pause } from 'node:timers/promises';
import { ManualClock } from './manual-clock.ts';

/** How long nothing may happen before everybody is taken to wait for the clock. */
const QUIET_MS = 8;

/** A clock on which waiting takes no time, however many wait together: whenever nothing happens, the next one's time comes. */
export class IdleClock extends ManualClock {
  readonly #activity: () => number;
  readonly #ended = new AbortController();
  readonly #running: Promise<void>;

  /** `activity` changes whenever something happens that needs no clock. */
  constructor(activity: () => number) {
    super();
    this.#activity = activity;
    this.#running = this.#run();
  }

  /** Whole milliseconds, as the machine's clock counts them. */
  override sleep(ms: number, options?: { readonly signal?: AbortSignal }): Promise<void> {
    return super.sleep(Math.ceil(ms), options);
  }

  async end(): Promise<void> {
    this.#ended.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    let seen = -1;
    while (!this.#ended.signal.aborted) {
      await pause(QUIET_MS);
      const activity = this.#activity();
      if (activity === seen) this.advance(this.nextInMs);
      seen = activity;
    }
  }
}
