import type { SyncerError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import type { MovedBytes, Outcome, OutcomeStatus } from './outcome.ts';

/** How many images of a run ended in each status. */
export type Counts = Readonly<Record<OutcomeStatus, number>>;

/**
 * A run is `planned` once every image of it was requested or settled, and `completed` once all have an
 * outcome. It is `superseded` where a newer one took its place before that: nobody waits for its images any more.
 */
export type RunState = 'planning' | 'planned' | 'completed' | 'superseded';

/** Why there is a run: a command on one host, a changed definition, the schedule, a call by hand, or images that failed. */
export type RunTrigger = 'command' | 'change' | 'schedule' | 'manual' | 'retry';

/** One pass over the definition. Times are ISO 8601 in UTC. */
export interface Run {
  /** A ULID, so that ids sort by time. */
  readonly id: string;
  readonly trigger: RunTrigger;
  /** Digest of the definition's text. */
  readonly definitionVersion: Digest;
  readonly dryRun: boolean;
  readonly startedAt: string;
}

/** A run and how far it has come. */
export interface RunSummary extends Run {
  readonly state: RunState;
  /** How many images it has, those that were settled without a request included; `null` while planning. */
  readonly expected: number | null;
  readonly finishedAt: string | null;
  readonly counts: Counts;
  readonly bytes: MovedBytes;
}

/** A run that has ended, with every outcome in the order of the definition. */
export interface RunReport {
  readonly run: RunSummary;
  readonly images: readonly Outcome[];
  /** Why the record of the run is incomplete, where it is; the images are as they are told here. */
  readonly failure?: SyncerError;
}
