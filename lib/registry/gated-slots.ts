import type { Slots } from './slots.ts';

/** Places that are granted to those alone who may ask: while a limit is waited for, others have them. */
export class GatedSlots {
  readonly #slots: Slots;
  readonly #open: (signal: AbortSignal | undefined) => Promise<void>;

  /** `open` resolves when it is somebody's turn, and rejects where that is too late. */
  constructor(slots: Slots, open: (signal: AbortSignal | undefined) => Promise<void>) {
    this.#slots = slots;
    this.#open = open;
  }

  /** As that of {@link Slots}. */
  async take(signal?: AbortSignal): Promise<() => void> {
    await this.#open(signal);
    return await this.#slots.take(signal);
  }
}
