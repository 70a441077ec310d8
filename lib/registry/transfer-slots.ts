import type { Descriptor } from '../oci/descriptor.ts';
import { Slots } from './slots.ts';

/** Where content waits until it may be on its way. */
export interface TransferPlaces {
  /** As {@link Slots.take}. */
  take(blob: Pick<Descriptor, 'size'>, signal?: AbortSignal): Promise<() => void>;
}

/**
 * What is no larger is a matter of round trips: it takes a tenth of a second by a link of 100 Mbit/s, no more
 * than the ways there and back that come before and after it when the registry is far away.
 */
const SMALL_BYTES = 1024 * 1024;

const LARGE_BLOBS = 8;

/** Grants one place to each of `limit` blobs. Default: to 8, two small ones counting as one. */
export class TransferSlots implements TransferPlaces {
  readonly #slots: Slots;
  readonly #placesOfLarge: number;

  constructor(limit: number | undefined) {
    this.#placesOfLarge = limit === undefined ? 2 : 1;
    this.#slots = new Slots(limit ?? LARGE_BLOBS * this.#placesOfLarge);
  }

  take({ size }: Pick<Descriptor, 'size'>, signal?: AbortSignal): Promise<() => void> {
    return this.#slots.take(signal, size <= SMALL_BYTES ? 1 : this.#placesOfLarge);
  }
}
