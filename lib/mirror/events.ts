import type { BlobOutcome } from '../copy/copy-blob.ts';
import type { Outcome } from './outcome.ts';
import type { SyncRequest } from './sync-request.ts';

/** What happens in a run, for whoever shows it: all of the planning comes before the first image is begun. */
export type SyncEvent = PlanningEvent | ImageEvent;

/** What happens while a run is planned, in this order. */
export type PlanningEvent =
  /** The tags of `source`, a repository, are asked for, since entries select from them. */
  | { readonly type: 'listing'; readonly source: string }
  /** The run has so many images: each of them is settled or finished later. */
  | { readonly type: 'planned'; readonly images: number }
  /** What becomes of the image at `position` is decided, and nobody is asked to sync it. */
  | { readonly type: 'settled'; readonly position: number; readonly outcome: Outcome };

/** What happens to an image while it is synced. */
export type ImageEvent =
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
  /** It failed for now, and the request comes again. */
  | { readonly type: 'put-off'; readonly request: SyncRequest }
  | { readonly type: 'finished'; readonly request: SyncRequest; readonly outcome: Outcome };

/** Receives events in the order in which they happen; must return at once and not throw. */
export type SyncListener = (event: SyncEvent) => void;
