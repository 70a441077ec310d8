import type { Descriptor } from '../oci/descriptor.ts';
import type { TransferPlaces } from './transfer-slots.ts';

/** Places that are granted to those alone who may ask: while a limit is waited for, others have them. */
export class GatedSlots implements TransferPlaces {
  readonly #slots: TransferPlaces;
  readonly #open: (signal: AbortSignal | undefined) => Promise<void>;

  /** `open` resolves when it is somebody's turn, and rejects where that is too late. */
  constructor(slots: TransferPlaces, open: (signal: AbortSignal | undefined) => Promise<void>) {
    this.#slots = slots;
    this.#open = open;
  }

  async take(blob: Pick<Descriptor, 'size'>, signal?: AbortSignal): Promise<() => void> {
    await this.#open(signal);
    return await this.#slots.take(blob, signal);
  }
}
