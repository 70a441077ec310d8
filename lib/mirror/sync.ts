import type { CallOptions } from '../content/ports.ts';
import { type Findings, NOTHING_FOUND } from './findings.ts';
import type { Outcome } from './outcome.ts';
import { outcomeErrorOf } from './outcome-error.ts';
import type { Ledger, RecordedOutcome } from './ports.ts';
import { syncImage } from './sync-image.ts';
import type { SyncImageDependencies } from './sync-image-dependencies.ts';
import type { SyncRequest } from './sync-request.ts';

export interface SyncDependencies extends SyncImageDependencies {
  readonly ledger: Ledger;
}

export interface SyncOptions extends CallOptions {
  /** How often this request was delivered, from 1. */
  readonly attempt: number;
}

/**
 * Makes one image true and records what became of it; the last one completes
 * its run. Rejects only when the ledger does, after the outcome was told to the
 * listener: everything else is an outcome.
 */
export async function sync(
  request: SyncRequest,
  { ledger, ...dependencies }: SyncDependencies,
  options: SyncOptions,
): Promise<Outcome> {
  const { listener, clock } = dependencies;
  listener?.({ type: 'started', request });
  const outcome = await outcomeOf(request, dependencies, options);
  listener?.({ type: 'finished', request, outcome });
  if (await ledger.record(request.runId, outcome)) {
    await ledger.completeRun(request.runId, new Date(clock.now()).toISOString());
  }
  return outcome;
}

async function outcomeOf(
  request: SyncRequest,
  dependencies: SyncImageDependencies,
  { attempt, ...options }: SyncOptions,
): Promise<RecordedOutcome> {
  const startedAt = dependencies.clock.now();
  let findings = NOTHING_FOUND;
  let error = null;
  const note = (more: Partial<Findings>) => {
    const warnings = [...findings.warnings, ...(more.warnings ?? [])];
    findings = { ...findings, ...more, warnings };
  };

  try {
    options.signal?.throwIfAborted();
    await syncImage(request, dependencies, { ...options, note });
  } catch (failure) {
    error = outcomeErrorOf(failure);
    note({ status: 'failed' });
  }
  const durationMs = dependencies.clock.now() - startedAt;
  const { source, target } = request;
  return { source, target, ...findings, attempts: attempt, durationMs, error };
}
