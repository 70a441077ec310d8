import { tellingSaves } from '../../mirror/large-blobs.ts';
import type { RunState } from '../../mirror/run.ts';
import { SharedSources } from '../../mirror/shared-sources.ts';
import { SourceTags } from '../../mirror/source-tags.ts';
import type { SyncDependencies } from '../../mirror/sync.ts';
import type { Log } from '../log.ts';
import { withMoveLimit } from '../registries/move-limit.ts';
import { tellingConflicts } from './conflict-teller.ts';
import type { Lane } from './lane.ts';
import { tellingManifests } from './manifest-teller.ts';
import type { Progress } from './progress.ts';
import type { Keeper, WorkerDependencies } from './worker.ts';

/** Longer than the 40 s between two signs of life: a dead worker's image is free again with its message. */
export const LEASE_MS = 120_000;

/** Another message is less dear than a function that waits. */
export const LEASE_PATIENCE_MS = 3_000;

/** What one call of the function was given. */
export interface InvocationOptions {
  readonly lane: Lane;
  readonly keeper: Keeper;
  /** Aborted with `OutOfTimeError` when large uploads have to stop where another invocation can go on. */
  readonly yielding: AbortSignal;
  /** Aborted with `OutOfTimeError` shortly before the function is ended. */
  readonly signal: AbortSignal;
}

/** One call of the function: what its images share, and what has become of them. */
export class Invocation implements InvocationOptions {
  readonly lane: Lane;
  readonly keeper: Keeper;
  readonly yielding: AbortSignal;
  readonly signal: AbortSignal;
  readonly worker: WorkerDependencies;
  readonly #states = new Map<string, Promise<RunState | undefined>>();
  readonly #shared: Omit<SyncDependencies, 'owner'>;

  constructor({ lane, keeper, yielding, signal }: InvocationOptions, worker: WorkerDependencies) {
    this.lane = lane;
    this.keeper = keeper;
    this.yielding = yielding;
    this.signal = signal;
    this.worker = worker;
    const { leases, memories, sharedBlobs, clock, retry, ledger, events, metrics } = worker;
    this.#shared = {
      repositories: new SharedSources(worker.repositories),
      sourceTags: new SourceTags(),
      leaseMs: LEASE_MS,
      patienceMs: LEASE_PATIENCE_MS,
      ledger: measuring(tellingConflicts(ledger, { events, log: worker.log }), metrics),
      announce: (run) => events.runCompleted(run),
      ...{ leases, memories, sharedBlobs, clock, retry },
    };
  }

  get log(): Log {
    return this.worker.log;
  }

  /** The state of a run when this call first asked for it; `undefined` where it is not known any more. */
  stateOf(runId: string): Promise<RunState | undefined> {
    const state =
      this.#states.get(runId) ?? this.worker.ledger.readRun(runId).then((run) => run?.state);
    this.#states.set(runId, state);
    return state;
  }

  /** What one image is synced with, of which as much is uploaded as the lane allows; `progress` is told of it. */
  dependenciesFor(progress: Progress): SyncDependencies {
    const { maxBytes } = this.lane;
    const { newOwner, largeBlobs } = this.worker;
    const watched = tellingManifests(this.#shared.repositories, (bytes) => progress.arrived(bytes));
    return {
      ...this.#shared,
      repositories: maxBytes === undefined ? watched : withMoveLimit(watched, maxBytes),
      // Each image has its own: two of one batch may have the same target.
      owner: newOwner(),
      largeBlobs: tellingSaves(largeBlobs, () => progress.saved()),
      listener: (event) => {
        if (event.type === 'arrived' && event.how !== 'present') progress.arrived(event.bytes);
      },
    };
  }
}

type WorkerLedger = SyncDependencies['ledger'];

/** Measures what is counted when it is: what fails after that has the message come back, and counts nothing again. */
function measuring(
  ledger: WorkerLedger,
  metrics: Pick<WorkerDependencies['metrics'], 'count'>,
): WorkerLedger {
  return {
    record: async (runId, outcome, memory) => {
      const isCounted = await ledger.record(runId, outcome, memory);
      if (isCounted) metrics.count(outcome);
      return isCounted;
    },
    completeRun: (...call) => ledger.completeRun(...call),
  };
}
