import { ASSUMPTIONS } from './assumptions.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What time is spent on, as the report names it. */
export type Errand = 'source' | 'target' | 'table' | 'queue' | 'api' | 'bytes';

export interface MachineOptions {
  readonly clock: VirtualClock;
  readonly random: () => number;
  /** How much longer than on a whole processor everything takes. */
  readonly slowness: number;
  /** Told how long each errand took. */
  readonly spent: (errand: Errand, ms: number) => void;
}

/** Share of a wait by which it may be shorter or longer. */
const SPREAD = 0.25;

/** The processor and the network of one execution environment: what several requests need, they need one after another. */
export class Machine {
  readonly #options: MachineOptions;
  #processorFreeAt = 0;
  #networkFreeAt = 0;

  constructor(options: MachineOptions) {
    this.#options = options;
  }

  /** Passes the time of a request that is answered after about `ms`. */
  async request(errand: Errand, ms: number): Promise<void> {
    const { clock, random, slowness } = this.#options;
    const now = clock.now();
    const begunAt = Math.max(now, this.#processorFreeAt);
    this.#processorFreeAt = begunAt + ASSUMPTIONS.processorMs * slowness;
    const answeredMs = ms * (1 - SPREAD + 2 * SPREAD * random());
    await this.#pass(errand, this.#processorFreeAt - now + answeredMs);
  }

  /** Passes the time in which so many bytes come through one connection, beside those of others. */
  async receive(bytes: number): Promise<void> {
    const now = this.#options.clock.now();
    const { connectionBytesPerMs, networkBytesPerMs } = ASSUMPTIONS;
    this.#networkFreeAt = Math.max(now, this.#networkFreeAt) + bytes / networkBytesPerMs;
    await this.#pass('bytes', Math.max(this.#networkFreeAt - now, bytes / connectionBytesPerMs));
  }

  async #pass(errand: Errand, ms: number): Promise<void> {
    this.#options.spent(errand, ms);
    await this.#options.clock.sleep(ms);
  }
}
