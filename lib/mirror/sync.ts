import type { CallOptions } from '../content/ports.ts';
import { type Findings, NOTHING_FOUND } from './findings.ts';
import { outcomeErrorOf } from './outcome-error.ts';
import type { Announce, ImageMemory, Ledger, RecordedOutcome } from './ports.ts';
import { syncImage } from './sync-image.ts';
import type { SyncImageDependencies } from './sync-image-dependencies.ts';
import type { SyncRequest } from './sync-request.ts';

export interface SyncDependencies extends SyncImageDependencies {
  readonly ledger: Pick<Ledger, 'record' | 'completeRun'>;
  /** Hears of the run that the image completes. */
  readonly announce?: Announce;
}

export interface SyncOptions extends CallOptions {
  /** How often this request was delivered, from 1. */
  readonly attempt: number;
  /** Aborted when large uploads are to stop where another call can go on; its reason is their failure. Default: never. */
  readonly yielding?: AbortSignal;
  /**
   * Whether `failure` is what becomes of the image; where it is not, nothing is recorded and the
   * request has to come again. Default: every failure is.
   */
  readonly isFinal?: (failure: unknown) => boolean;
}

/** What a request came to this time. */
export interface Synced {
  readonly outcome: RecordedOutcome;
  /** Whether the outcome was counted by this call, had been counted before, or is to be found out another time. */
  readonly record: 'counted' | 'known' | 'put-off';
  /** What was thrown where the outcome is a failure. */
  readonly failure?: unknown;
}

/**
 * Makes one image true and records what became of it; the last one completes
 * its run. Rejects only when the ledger does, after the outcome was told to the
 * listener: everything else is an outcome.
 */
export async function sync(
  request: SyncRequest,
  { ledger, announce, ...dependencies }: SyncDependencies,
  { isFinal = () => true, ...options }: SyncOptions,
): Promise<Synced> {
  const { listener, clock } = dependencies;
  listener?.({ type: 'started', request });
  const { memory, ...found } = await outcomeOf(request, dependencies, options);
  if ('failure' in found && !isFinal(found.failure)) {
    listener?.({ type: 'put-off', request });
    return { ...found, record: 'put-off' };
  }

  listener?.({ type: 'finished', request, outcome: found.outcome });
  const isCounted = await ledger.record(request.runId, found.outcome, memory);
  // Also where it was counted before: whoever counted it may have died before it completed the run.
  await ledger.completeRun(request.runId, new Date(clock.now()).toISOString(), announce);
  return { ...found, record: isCounted ? 'counted' : 'known' };
}

interface Found extends Pick<Synced, 'outcome' | 'failure'> {
  readonly memory: ImageMemory | undefined;
}

async function outcomeOf(
  request: SyncRequest,
  dependencies: SyncImageDependencies,
  { attempt, ...options }: Omit<SyncOptions, 'isFinal'>,
): Promise<Found> {
  const startedAt = dependencies.clock.now();
  let findings = NOTHING_FOUND;
  let failed: { readonly failure: unknown } | undefined;
  let memory: ImageMemory | undefined;
  const note = (more: Partial<Findings>) => {
    const warnings = [...findings.warnings, ...(more.warnings ?? [])];
    findings = { ...findings, ...more, warnings };
  };

  try {
    options.signal?.throwIfAborted();
    const remember = (more: ImageMemory) => {
      memory = { ...memory, ...more };
    };
    await syncImage(request, dependencies, { ...options, note, remember });
  } catch (failure) {
    failed = { failure };
    note({ status: 'failed' });
  }
  // A clock that is set back meanwhile tells no time.
  const durationMs = Math.max(0, dependencies.clock.now() - startedAt);
  const { source, target } = request;
  const error = failed ? outcomeErrorOf(failed.failure) : null;
  const outcome = { source, target, ...findings, attempts: attempt, durationMs, error };
  return { outcome, memory, ...failed };
}
