import { ulid } from 'ulid';
import type { Clock } from '../clock.ts';
import type { RetryPolicy } from '../content/retry.ts';
import type { Definition } from '../definition/definition.ts';
import type { SyncListener } from '../mirror/events.ts';
import type { Outcome } from '../mirror/outcome.ts';
import { type PlanOptions, plan } from '../mirror/plan.ts';
import type { Run, RunReport, RunSummary } from '../mirror/run.ts';
import { NOTHING_COUNTED, withOutcome } from '../mirror/run-tally.ts';
import { SeenBlobs } from '../mirror/seen-blobs.ts';
import { type SyncDependencies, sync } from '../mirror/sync.ts';
import { Registries, type RegistriesOptions } from '../registry/registries.ts';
import { LedgerFileError } from './errors.ts';
import { createMemoryQueue, type MemoryQueue } from './memory-queue.ts';
import { type OpenLedger, openSqliteLedger } from './open-sqlite-ledger.ts';
import { systemClock } from './system-clock.ts';

export interface MirrorLocallyOptions
  extends PlanOptions,
    Pick<RegistriesOptions, 'settingsOf' | 'idleTimeoutMs' | 'trace'> {
  /** Decides and writes nothing, neither to a registry nor to the ledger. */
  readonly dryRun: boolean;
  readonly ledgerFile: string;
  /** Images at a time. */
  readonly workers: number;
  /** How often a request or a transfer is repeated after a failure that may pass. */
  readonly retries: number;
  /** Ends the run early: images in flight stop, those that wait are not begun. */
  readonly signal: AbortSignal;
  readonly listener?: SyncListener;
}

/** Processes of one host renew in good time, so that little has to be waited for after a crash. */
const LEASE_MS = 15_000;

/** One pass over `definition` in this process, to its end; every image has an outcome in the report. */
export async function mirrorLocally(
  definition: Definition,
  options: MirrorLocallyOptions,
): Promise<RunReport> {
  const clock = systemClock;
  const opened = openSqliteLedger(options.dryRun ? ':memory:' : options.ledgerFile, { clock });
  const retry: RetryPolicy = { retries: options.retries, clock, random: Math.random };
  const registries = new Registries({ ...options, retry });
  try {
    return await runOnce(definition, options, { opened, registries, retry, clock });
  } finally {
    await registries.close().finally(() => opened.close());
  }
}

interface Home {
  readonly opened: OpenLedger;
  readonly registries: Registries;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
}

async function runOnce(
  definition: Definition,
  { dryRun, force, estimateBytes, ...options }: MirrorLocallyOptions,
  { opened: { ledger, leases }, registries, retry, clock }: Home,
): Promise<RunReport> {
  const run = newRun(definition, dryRun, clock);
  const images: Outcome[] = [];
  const queue = createQueue(options, {
    repositories: registries,
    ledger,
    leases,
    clock,
    retry,
    seenBlobs: new SeenBlobs(),
    owner: run.id,
    leaseMs: LEASE_MS,
    listener: (event) => {
      if (event.type === 'finished') images[event.request.position] = event.outcome;
      options.listener?.(event);
    },
  });
  try {
    // What was requested before the ledger failed is under way and comes to its end.
    await plan(definition, { run, force, estimateBytes }, { ledger, queue, clock }).finally(() =>
      queue.drain(),
    );
    const summary = await ledger.readRun(run.id);
    if (!summary) throw new Error(`the ledger has lost the run ${run.id}`);
    return { run: summary, images };
  } catch (error) {
    // Without an outcome of each nothing began, and the failure is all there is to tell.
    const isToldByImages = images.length === definition.images.length;
    if (!(error instanceof LedgerFileError && isToldByImages)) throw error;
    const finishedAt = new Date(clock.now()).toISOString();
    return { run: unrecorded(run, images, finishedAt), images, failure: error };
  }
}

/** What the ledger would have told, had it not failed on the way. */
function unrecorded(run: Run, images: readonly Outcome[], finishedAt: string): RunSummary {
  const tally = images.reduce(withOutcome, NOTHING_COUNTED);
  return { ...run, state: 'planned', expected: images.length, finishedAt, ...tally };
}

function newRun({ version }: Definition, dryRun: boolean, clock: Clock): Run {
  const now = clock.now();
  return {
    id: ulid(now),
    trigger: 'command',
    definitionVersion: version,
    dryRun,
    startedAt: new Date(now).toISOString(),
  };
}

/** Images that were not begun when the run was interrupted have an outcome too, which says that. */
function createQueue(
  { workers, signal }: Pick<MirrorLocallyOptions, 'workers' | 'signal'>,
  dependencies: SyncDependencies,
): MemoryQueue {
  return createMemoryQueue({
    workers,
    signal,
    handle: async (request, delivery) => {
      await sync(request, dependencies, delivery);
    },
    abandoned: async (request) => {
      await sync(request, dependencies, { signal, attempt: 0 });
    },
  });
}
