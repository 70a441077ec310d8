import type { SyncerError } from '../errors.ts';
import type { Outcome, OutcomeError } from '../mirror/outcome.ts';
import type { Run, RunSummary } from '../mirror/run.ts';
import type { RunCycleEvent } from '../mirror/run-cycle/run-cycle.ts';

/** What happens in a service, for its log, its metrics and whoever watches. */
export type ServiceEvent =
  /** A definition, or a run besides the one that was called for; `completed` tells of a run whose worker died before it could. */
  | RunCycleEvent
  /** Pages and hooks are served at `url`. */
  | { readonly type: 'listening'; readonly url: string }
  /** A run is begun, and all its images are requested. */
  | { readonly type: 'planned'; readonly run: Run; readonly images: number }
  /** What called for a run came to none. */
  | { readonly type: 'idle'; readonly reason: string }
  /** A run of a process that died goes on with the images that have no outcome. */
  | { readonly type: 'resumed'; readonly runId: string; readonly images: number }
  /** What became of an image, told once for each run. */
  | { readonly type: 'outcome'; readonly runId: string; readonly outcome: Outcome }
  /** An image failed for now and is tried again. */
  | {
      readonly type: 'put-off';
      readonly runId: string;
      readonly target: string;
      readonly error: OutcomeError;
      readonly afterMs: number;
    }
  /** All images of a run have an outcome. */
  | { readonly type: 'ended'; readonly run: RunSummary }
  /** The working copy, or the definition, could not be looked at; it is tried again. */
  | { readonly type: 'unable'; readonly failure: SyncerError; readonly afterMs: number }
  /** What was told by that message works again. */
  | { readonly type: 'mended'; readonly message: string }
  /** Somebody sent a hook: whether it makes the service look, and why; `isProven` where it was signed with the secret. */
  | {
      readonly type: 'hook';
      readonly isProven: boolean;
      readonly accepted: boolean;
      readonly reason: string;
    }
  | { readonly type: 'stopping' };

/** Must return at once and not throw. */
export type ServiceListener = (event: ServiceEvent) => void;
