import type { SyncListener } from '../../mirror/events.ts';

/** Shows a run while it goes on. */
export interface ProgressView {
  readonly listener: SyncListener;
  /** Writes what is outstanding, takes away what was drawn and restores the cursor; may be called again. */
  stop(): void;
}

/** A view that changes with time too, and leaves the time to its owner. */
export interface TickingView extends ProgressView {
  readonly tickEveryMs: number;
  tick(): void;
}

/** What every view is told of its run. */
export interface ViewOptions {
  /** Milliseconds of any clock that does not go back. */
  readonly now: () => number;
  /** Whether outcomes are what a sync would come to. */
  readonly dryRun: boolean;
  /** Gives unchanged images a line too, where output is plain lines; absent: they are only counted. */
  readonly verbose?: boolean;
}
