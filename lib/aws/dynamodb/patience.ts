import type { Clock } from '../../clock.ts';

export interface PatienceOptions {
  readonly clock: Clock;
  readonly random: () => number;
}

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;
const WAITS = 16;

/** How long what other writers are in the way of is tried again: about a quarter of a minute, with full jitter. */
export class Patience {
  readonly #options: PatienceOptions;
  #waits = 0;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** Resolves when it is time to try again, at once to `false` where that is over. */
  async wait(): Promise<boolean> {
    if (this.#waits === WAITS) return false;
    const { clock, random } = this.#options;
    await clock.sleep(random() * Math.min(FIRST_DELAY_MS * 2 ** this.#waits, LONGEST_DELAY_MS));
    this.#waits += 1;
    return true;
  }
}
