import type { Access, ContentSource, ContentTarget } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
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
export interface Ledger extends Memories {
  /** Opens `run` in the state `planning`; opening the same run again changes nothing. */
  openRun(run: Run): Promise<void>;

  /** Says that all `expected` images of the run, which must be open, were requested or recorded by `recordPlanned`. */
  markPlanned(runId: string, expected: number): Promise<void>;

  /**
   * Records what became of an image: as its latest outcome, unless a later run
   * has recorded one, and in the counts of its run. Resolves to whether this
   * call counted it: an outcome of the same run and target counts exactly once.
   * `memory` belongs to the latest outcome; members that it lacks stay as they were recorded before.
   */
  record(runId: string, outcome: RecordedOutcome, memory?: ImageMemory): Promise<boolean>;

  /**
   * Counts, exactly once, what became of the entry at `position` of a run where that was known
   * when the run was planned: no image was looked at, so no image's record changes.
   */
  recordPlanned(runId: string, position: number, outcome: Outcome): Promise<boolean>;

  /**
   * Completes a planned run whose counts add up to what was expected. Resolves
   * to the summary for the one caller that completed it, else to `undefined`.
   * `announce` is awaited before the run counts as completed, so that another caller
   * announces it where this one dies on the way: a run may be announced more than once.
   */
  completeRun(
    runId: string,
    finishedAt: string,
    announce?: Announce,
  ): Promise<RunSummary | undefined>;

  /** Ends a run that is open because a newer one covers its images; resolves to whether this call ended it. */
  supersedeRun(runId: string, finishedAt: string): Promise<boolean>;

  /** Runs that are neither completed nor superseded, the oldest first. */
  listOpenRuns(): Promise<readonly RunSummary[]>;

  /** Those of `targets` whose outcome the run has counted. */
  listCounted(runId: string, targets: readonly string[]): Promise<ReadonlySet<string>>;

  /**
   * Takes an image that left the definition out of what is failing, unless it was recorded in another
   * run than `lastRun` since; the rest of its record stays.
   */
  retire(target: string, lastRun: string): Promise<void>;

  readRun(runId: string): Promise<RunSummary | undefined>;

  /** The latest outcome for a target reference, and the run that it belongs to. */
  readImage(target: string): Promise<ImageRecord | undefined>;
}

/** Tells the world that a run is completed; what it rejects with leaves the run as it is. */
export type Announce = (run: RunSummary) => Promise<void>;

/** An outcome of an image that has a target. */
export type RecordedOutcome = Outcome & { readonly target: string };

export interface ImageRecord {
  readonly lastRun: string;
  readonly outcome: RecordedOutcome;
  /** The latest that was recorded with an outcome, also of an earlier run. */
  readonly memory?: ImageMemory;
}

/** What an image costs requests to find out and what does not change while its digests do not. */
export interface ImageMemory {
  readonly filtered?: FilteredMemory;
  readonly referrers?: ReferrersMemory;
  readonly platforms?: PlatformsMemory;
}

/** What is remembered of images, for those who decide and must not write. */
export interface Memories {
  /** The latest memory recorded for a target reference. */
  recall(target: string): Promise<ImageMemory | undefined>;
}

/** What a platform filter made of a source. */
export interface FilteredMemory {
  readonly sourceDigest: Digest;
  /** The filter in canonical form, with the version of the algorithm and with the referrers that warnings speak of. */
  readonly filter: string;
  readonly wanted: Descriptor;
  readonly platforms: readonly string[];
  /** Indexes of the source that the target does not have as they are. */
  readonly replaced: readonly Digest[];
  /** Sentences about what the filter leaves out, and about referrers of what it replaces. */
  readonly leftOut: readonly string[];
  readonly lost: readonly string[];
}

/** What an image runs on, as its manifests said when they were last read. */
export interface PlatformsMemory {
  /** The wanted digest whose platforms these are. */
  readonly root: Digest;
  /** Formatted, in the order of the index; empty for an artifact. */
  readonly names: readonly string[];
}

/** What referred to an image when that was last looked at, all of it in the target but for what `warnings` tell. */
export interface ReferrersMemory {
  /** The wanted digest whose referrers these are. */
  readonly root: Digest;
  /** Every manifest below the root. */
  readonly manifests: readonly Digest[];
  /** What they were chosen by, in canonical form. */
  readonly filter: string;
  /** Digest over the set of referrers, and the filter that they were chosen by. */
  readonly set: Digest;
  readonly count: number;
  /** Sentences about those that the target does not have. */
  readonly warnings: readonly string[];
  /** Milliseconds since the epoch. */
  readonly checkedAt: number;
}

/**
 * Far longer than the two minutes for which a lease is taken at the most. One that ends further ahead was
 * written by a clock that was wrong, and would keep everybody from its target for as long as that.
 */
export const LONGEST_LEASE_MS = 60 * 60 * 1000;

/** Keeps two workers, of whatever process, from writing one target tag at a time. */
export interface Leases {
  /**
   * Takes the lease on `target` for `forMs`, also from an owner whose time is
   * over or ends in more than {@link LONGEST_LEASE_MS}; resolves to `undefined`
   * while another owner holds it. An owner that takes its own lease again can
   * no longer use the former one.
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

/** Where blobs were last heard of, between all workers: a hint to mount them by, never a truth. */
export interface BlobHolders {
  /** Repositories of `registry` that had the blob, the latest first and at most 4. */
  list(registry: string, blob: Digest): Promise<readonly string[]>;

  /** Says that `repository` of `registry` has the blob; what was heard longest ago gives way. */
  add(registry: string, blob: Digest, repository: string): Promise<void>;

  /** Says that the blob could not be mounted from `repository`. */
  remove(registry: string, blob: Digest, repository: string): Promise<void>;
}
