import type { BlobOutcome } from '../copy/copy-blob.ts';
import type { Outcome } from './outcome.ts';
import type { SyncRequest } from './sync-request.ts';

/** What happens to images while they are synced, for whoever shows it. */
export type SyncEvent =
  | { readonly type: 'started'; readonly request: SyncRequest }
  /** Another worker writes the same target; this one goes on when that has ended. */
  | { readonly type: 'waiting'; readonly request: SyncRequest }
  /** A manifest named blobs: so many bytes more belong to the image. */
  | { readonly type: 'expected'; readonly request: SyncRequest; readonly bytes: number }
  /** Bytes came to be in the target; negative where an upload has to start over. */
  | {
      readonly type: 'arrived';
      readonly request: SyncRequest;
      readonly bytes: number;
      readonly how: BlobOutcome;
    }
  | { readonly type: 'finished'; readonly request: SyncRequest; readonly outcome: Outcome };

/** Receives events in the order in which they happen; must return at once and not throw. */
export type SyncListener = (event: SyncEvent) => void;
