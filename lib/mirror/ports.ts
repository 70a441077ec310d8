import type { Access, ContentSource, ContentTarget } from '../content/ports.ts';
import type { RepositoryName } from '../oci/reference.ts';
import type { Outcome } from './outcome.ts';
import type { Run, RunSummary } from './run.ts';
import type { SyncRequest } from './sync-request.ts';

/** Opens repositories, with the credentials and the limits of their registries. */
export interface Repositories {
  /** Throws where the settings of the registry cannot be had, such as unreadable credentials. */
  open(name: RepositoryName, access: Access): ContentSource & ContentTarget;
}

/** Carries sync requests from the planner to workers; each is delivered at least once. */
export interface Queue {
  send(requests: readonly SyncRequest[]): Promise<void>;
}

/**
 * The record of runs and outcomes. Every method is one atomic step, also
 * between processes that share the ledger.
 */
export interface Ledger {
  /** Opens `run` in the state `planning`; opening the same run again changes nothing. */
  openRun(run: Run): Promise<void>;

  /** Says that all `expected` images of the run, which must be open, were requested. */
  markPlanned(runId: string, expected: number): Promise<void>;

  /**
   * Records what became of an image: as its latest outcome, unless a later run
   * has recorded one, and in the counts of its run. Resolves to whether this
   * call counted it: an outcome of the same run and target counts exactly once.
   */
  record(runId: string, outcome: RecordedOutcome): Promise<boolean>;

  /**
   * Completes a planned run whose counts add up to what was expected. Resolves
   * to the summary for the one caller that completed it, else to `undefined`.
   */
  completeRun(runId: string, finishedAt: string): Promise<RunSummary | undefined>;

  readRun(runId: string): Promise<RunSummary | undefined>;

  /** The latest outcome for a target reference, and the run that it belongs to. */
  readImage(target: string): Promise<ImageRecord | undefined>;
}

/** An outcome of an image that has a target. */
export type RecordedOutcome = Outcome & { readonly target: string };

export interface ImageRecord {
  readonly lastRun: string;
  readonly outcome: RecordedOutcome;
}

/** Keeps two workers, of whatever process, from writing one target tag at a time. */
export interface Leases {
  /**
   * Takes the lease on `target` for `forMs`, also from an owner whose time is
   * over; resolves to `undefined` while another owner holds it. An owner that
   * takes its own lease again can no longer use the former one.
   */
  acquire(target: string, owner: string, forMs: number): Promise<Lease | undefined>;

  /** Prolongs a lease to `forMs` from now; `undefined` when it was lost to another owner. */
  renew(lease: Lease, forMs: number): Promise<Lease | undefined>;

  /** Gives a lease back; one that was lost stays with its new owner. */
  release(lease: Lease): Promise<void>;
}

/** A lease as its owner holds it. `version` changes with every acquisition and renewal. */
export interface Lease {
  readonly target: string;
  readonly owner: string;
  readonly version: number;
}
