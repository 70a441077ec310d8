import { ulid } from 'ulid';
import type { Clock } from '../clock.ts';
import type { RetryPolicy } from '../content/retry.ts';
import type { Definition } from '../definition/definition.ts';
import type { SyncListener } from '../mirror/events.ts';
import type { LargeBlobs } from '../mirror/large-blobs.ts';
import type { LedgerReader } from '../mirror/ledger-reader.ts';
import { type PlanOptions, plan } from '../mirror/plan.ts';
import type { Run, RunReport, RunSummary } from '../mirror/run.ts';
import { failingOf } from '../mirror/run-cycle/failing-of.ts';
import { NOTHING_COUNTED, withOutcome } from '../mirror/run-tally.ts';
import { SharedBlobs } from '../mirror/shared-blobs.ts';
import { SharedSources } from '../mirror/shared-sources.ts';
import { SourceTags } from '../mirror/source-tags.ts';
import { type SyncDependencies, sync } from '../mirror/sync.ts';
import { systemClock } from '../mirror/system-clock.ts';
import { Registries, type RegistriesOptions } from '../registry/registries.ts';
import { LedgerFileError } from './errors.ts';
import { LOCAL_LARGE_BLOBS } from './large-blobs.ts';
import { LocalRepositories } from './local-repositories.ts';
import { createMemoryQueue, type MemoryQueue } from './memory-queue.ts';
import { type OpenLedger, openDryRunLedger, openSqliteLedger } from './open-sqlite-ledger.ts';
import { ToldOutcomes } from './told-outcomes.ts';

export interface MirrorLocallyOptions
  extends PlanOptions,
    Omit<RegistriesOptions, 'retry' | 'throttles'> {
  /** Decides and writes nothing, neither to a registry nor to the ledger, which is read where there is one. */
  readonly dryRun: boolean;
  readonly ledgerFile: string;
  /** Leaves images alone that the ledger does not list as failing, which that of a dry run knows nothing of. Default: false. */
  readonly onlyFailing?: boolean;
  /** Default, member by member: {@link LOCAL_LARGE_BLOBS}. */
  readonly largeBlobs?: Partial<Omit<LargeBlobs, 'checkpoints'>>;
  /** Images at a time. */
  readonly workers: number;
  /** How often a request or a transfer is repeated after a failure that may pass. */
  readonly retries: number;
  /** Ends the run early: images in flight stop, those that wait are not begun. */
  readonly signal: AbortSignal;
  readonly listener?: SyncListener;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Processes of one host renew in good time, so that little has to be waited for after a crash. */
const LEASE_MS = 15_000;

/** One pass over `definition` in this process, to its end; every image has an outcome in the report. */
export async function mirrorLocally(
  definition: Definition,
  options: MirrorLocallyOptions,
): Promise<RunReport> {
  const { clock = systemClock } = options;
  const open = options.dryRun ? openDryRunLedger : openSqliteLedger;
  const opened = open(options.ledgerFile, { clock });
  const retry: RetryPolicy = { retries: options.retries, clock, random: Math.random };
  const registries = new Registries({ ...options, retry, throttles: opened.throttles });
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
  options: MirrorLocallyOptions,
  home: Home,
): Promise<RunReport> {
  const { clock, opened } = home;
  const run = newRun(definition, options, clock);
  const told = new ToldOutcomes(options.listener);
  try {
    await passOver(definition, { ...options, run, listener: told.listener }, home);
    const summary = await opened.ledger.readRun(run.id);
    if (!summary) throw new Error(`the ledger has lost the run ${run.id}`);
    return { run: summary, images: told.images };
  } catch (error) {
    // Without an outcome of each nothing began, and the failure is all there is to tell.
    if (!(error instanceof LedgerFileError && told.isComplete)) throw error;
    const finishedAt = new Date(clock.now()).toISOString();
    const { images } = told;
    return { run: unrecorded(run, images, finishedAt), images, failure: error };
  }
}

interface Pass extends Omit<MirrorLocallyOptions, 'dryRun' | 'listener'> {
  readonly run: Run;
  readonly listener: SyncListener;
}

/** Plans `run` and works off what was requested, also where the ledger failed meanwhile. */
async function passOver(
  definition: Definition,
  { run, force, estimateBytes, signal, workers, listener, onlyFailing = false, ...given }: Pass,
  { opened, registries, retry, clock }: Home,
): Promise<void> {
  const { ledger, leases, memories, reader, holders, claims, checkpoints } = opened;
  const repositories = new SharedSources(new LocalRepositories(registries, clock));
  const shared = { repositories, ledger, clock, listener };
  const queue = createQueue(
    { workers, signal },
    {
      ...shared,
      leases,
      memories,
      retry,
      sharedBlobs: new SharedBlobs({ clock, others: { holders, claims }, leaseMs: LEASE_MS }),
      largeBlobs: { ...LOCAL_LARGE_BLOBS, ...given.largeBlobs, checkpoints },
      sourceTags: new SourceTags(),
      owner: run.id,
      leaseMs: LEASE_MS,
    },
  );
  const choice = onlyFailing ? failingOf(definition, await failingTargets(reader)) : { definition };
  const { definition: part, ...chosen } = choice;
  const call = { run, force, estimateBytes, signal, ...chosen };
  const planning = plan(part, call, { ...shared, queue });
  await planning.finally(() => queue.drain());
}

async function failingTargets(
  reader: Pick<LedgerReader, 'listFailing'>,
): Promise<readonly string[]> {
  return (await reader.listFailing()).map(({ outcome }) => outcome.target);
}

/** What the ledger would have told, had it not failed on the way. */
function unrecorded(run: Run, images: RunReport['images'], finishedAt: string): RunSummary {
  const tally = images.reduce(withOutcome, NOTHING_COUNTED);
  return { ...run, state: 'planned', expected: images.length, finishedAt, ...tally };
}

function newRun(
  { version }: Definition,
  { dryRun, onlyFailing = false }: Pick<MirrorLocallyOptions, 'dryRun' | 'onlyFailing'>,
  clock: Clock,
): Run {
  const now = clock.now();
  return {
    id: ulid(now),
    trigger: onlyFailing ? 'retry' : 'command',
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
