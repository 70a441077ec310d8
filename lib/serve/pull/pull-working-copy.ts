import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../../clock.ts';
import { formatDuration } from '../../wording/quantities.ts';
import { PullError } from './pull-error.ts';
import { WorkingCopy } from './working-copy.ts';

export interface PullOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Default: two minutes. */
  readonly timeoutMs?: number;
}

/**
 * Brings the working copy that `file` lies in up to its remote branch, if that takes no merge.
 * Links are followed first. Throws `PullError`; an abort rejects with `signal.reason`.
 */
export async function pullWorkingCopy(
  file: string,
  { env, clock, signal, timeoutMs = 120_000 }: PullOptions,
): Promise<void> {
  signal.throwIfAborted();
  const folder = dirname(await realpath(file).catch(() => file));
  const late = new AbortController();
  const over = new AbortController();
  const timer = clock.sleep(timeoutMs, { signal: over.signal }).then(
    () => late.abort(),
    () => {},
  );
  try {
    const ended = AbortSignal.any([signal, late.signal]);
    await new WorkingCopy(folder, { env, signal: ended }).pull();
  } catch (error) {
    signal.throwIfAborted();
    if (!late.signal.aborted) throw error;
    throw new PullError(folder, `git took longer than ${formatDuration(timeoutMs)}`);
  } finally {
    over.abort();
    await timer;
  }
}
