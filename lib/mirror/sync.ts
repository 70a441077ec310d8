import type { CallOptions } from '../content/ports.ts';
import { type Findings, NOTHING_FOUND } from './findings.ts';
import type { Outcome } from './outcome.ts';
import { outcomeErrorOf } from './outcome-error.ts';
import type { ImageMemory, Ledger, RecordedOutcome } from './ports.ts';
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
  const { outcome, memory } = await outcomeOf(request, dependencies, options);
  listener?.({ type: 'finished', request, outcome });
  if (await ledger.record(request.runId, outcome, memory)) {
    await ledger.completeRun(request.runId, new Date(clock.now()).toISOString());
  }
  return outcome;
}

async function outcomeOf(
  request: SyncRequest,
  dependencies: SyncImageDependencies,
  { attempt, ...options }: SyncOptions,
): Promise<{ outcome: RecordedOutcome; memory: ImageMemory | undefined }> {
  const startedAt = dependencies.clock.now();
  let findings = NOTHING_FOUND;
  let error = null;
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
    error = outcomeErrorOf(failure);
    note({ status: 'failed' });
  }
  const durationMs = dependencies.clock.now() - startedAt;
  const { source, target } = request;
  const outcome = { source, target, ...findings, attempts: attempt, durationMs, error };
  return { outcome, memory };
}
