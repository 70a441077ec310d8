import { Slots } from './slots.ts';

/** How much goes on at a time at one host, whoever asks there. */
export interface HostSlots {
  readonly requests: Slots;
  readonly downloads: Slots;
  readonly uploads: Slots;
}

/** Grants `maxConnections` requests, downloads and uploads each. Default: 16 requests, 8 downloads, 8 uploads. */
export function createHostSlots(maxConnections: number | undefined): HostSlots {
  return {
    requests: new Slots(maxConnections ?? 16),
    downloads: new Slots(maxConnections ?? 8),
    uploads: new Slots(maxConnections ?? 8),
  };
}
