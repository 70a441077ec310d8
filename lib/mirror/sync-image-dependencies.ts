import type { Clock } from '../clock.ts';
import type { RetryPolicy } from '../content/retry.ts';
import type { SyncListener } from './events.ts';
import type { Leases, Repositories } from './ports.ts';
import type { SeenBlobs } from './seen-blobs.ts';

/** What syncing an image needs besides the request. */
export interface SyncImageDependencies {
  readonly repositories: Repositories;
  readonly leases: Leases;
  readonly seenBlobs: SeenBlobs;
  readonly clock: Clock;
  readonly retry: RetryPolicy;
  /** Names this worker among all that share the leases. */
  readonly owner: string;
  readonly listener?: SyncListener;
  /** How long a lease outlives a worker that died. Default: that of `holdingLease`. */
  readonly leaseMs?: number;
}
