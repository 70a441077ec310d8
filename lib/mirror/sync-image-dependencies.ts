import type { Clock } from '../clock.ts';
import type { CallOptions } from '../content/ports.ts';
import type { RetryPolicy } from '../content/retry.ts';
import type { SyncListener } from './events.ts';
import type { Note } from './findings.ts';
import type { LargeBlobs } from './large-blobs.ts';
import type { ImageMemory, Leases, Memories, Repositories } from './ports.ts';
import type { SharedBlobs } from './shared-blobs.ts';
import type { SourceTags } from './source-tags.ts';

/** What syncing an image needs besides the request. */
export interface SyncImageDependencies {
  readonly repositories: Repositories;
  readonly leases: Leases;
  readonly memories: Memories;
  readonly sharedBlobs: SharedBlobs;
  readonly sourceTags: SourceTags;
  /** Default: they go up in one request, as all blobs do. */
  readonly largeBlobs?: LargeBlobs | undefined;
  readonly clock: Clock;
  readonly retry: RetryPolicy;
  /** Names this worker among all that share the leases. */
  readonly owner: string;
  readonly listener?: SyncListener;
  /** How long a lease outlives a worker that died. Default: that of `holdingLease`. */
  readonly leaseMs?: number;
  /** How long a lease is waited for that another worker holds. Default: that of `holdingLease`. */
  readonly patienceMs?: number;
}

/** Whom one image's work tells what it finds. */
export interface SyncImageOptions extends CallOptions {
  /** As in `SyncOptions`. */
  readonly yielding?: AbortSignal;
  readonly note: Note;
  /** Keeps what the next run is to know; members that are absent stay as they were. */
  readonly remember: (memory: ImageMemory) => void;
}

/** Everything that a step of the work on one image is given. */
export interface ImageWork extends SyncImageDependencies, SyncImageOptions {}
