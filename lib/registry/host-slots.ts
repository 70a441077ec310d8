import { Slots } from './slots.ts';
import { TransferSlots } from './transfer-slots.ts';

/** How much goes on at a time at one host, whoever asks there. */
export interface HostSlots {
  readonly requests: Slots;
  readonly downloads: TransferSlots;
  readonly uploads: TransferSlots;
}

/** Grants `maxConnections` requests, downloads and uploads each. Default: 16 requests, and blobs as {@link TransferSlots} does. */
export function createHostSlots(maxConnections: number | undefined): HostSlots {
  return {
    requests: new Slots(maxConnections ?? 16),
    downloads: new TransferSlots(maxConnections),
    uploads: new TransferSlots(maxConnections),
  };
}
