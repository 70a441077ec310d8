import pMap from 'p-map';
import type { CallOptions } from '../content/ports.ts';
import { SyncerError } from '../errors.ts';

export interface ConcurrentlyOptions extends CallOptions {
  /** How many tasks run at a time. */
  readonly limit: number;
}

/**
 * Runs `task` for every item. After a failure the others are aborted, and all
 * have ended when the first failure surfaces: nothing goes on behind it. What is put
 * off aborts nothing: the others go on to their ends.
 */
export async function concurrently<T>(
  items: Iterable<T>,
  task: (item: T, options: CallOptions) => Promise<void>,
  { limit, signal: outer }: ConcurrentlyOptions,
): Promise<void> {
  const failure = new AbortController();
  const signal = outer ? AbortSignal.any([outer, failure.signal]) : failure.signal;
  let putOff: SyncerError | undefined;
  const attempt = async (item: T) => {
    if (signal.aborted) return;
    try {
      await task(item, { signal });
    } catch (error) {
      if (error instanceof SyncerError && error.sparesOthers) putOff ??= error;
      else if (!signal.aborted) failure.abort(error);
    }
  };
  await pMap(items, attempt, { concurrency: limit });
  signal.throwIfAborted();
  if (putOff) throw putOff;
}
