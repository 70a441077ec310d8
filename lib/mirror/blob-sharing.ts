import type { Clock } from '../clock.ts';
import type { BlobMovesOptions } from './blob-moves.ts';
import type { BlobHolders, Leases } from './ports.ts';

export interface SharedBlobsOptions extends BlobMovesOptions {
  readonly clock: Clock;
  /** What other processes know and do. Default: there are none. */
  readonly others?: OtherWorkers | undefined;
  /** How long a claim outlives a worker that died. Default: 15 s. */
  readonly leaseMs?: number;
  /** How long a blob is waited for that another brings. Default: 10 min. */
  readonly patienceMs?: number;
  /** What is done when patience is over: upload the blob as well, or do without for now. Default: upload. */
  readonly impatient?: 'upload' | 'defer';
}

/** Where processes meet that bring blobs to the same registries. */
export interface OtherWorkers {
  readonly holders: BlobHolders;
  /** By registry and digest. */
  readonly claims: Leases;
}

/** Who asks. */
export interface BlobTurnsOptions {
  /** Names this worker among all that share the claims. */
  readonly owner: string;
  /** When the registry mounts a blob from another of its repositories. Default: once it is uploaded. */
  readonly mountable?: 'uploaded' | 'referenced' | 'never' | undefined;
  /** Whether the repository had no tag when the work on the image began. Default: false. */
  readonly isNew?: boolean | undefined;
}
