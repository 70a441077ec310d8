import pMap from 'p-map';
import type { CallOptions } from '../content/ports.ts';

export interface ConcurrentlyOptions extends CallOptions {
  /** How many tasks run at a time. */
  readonly limit: number;
}

/**
 * Runs `task` for every item. After a failure the others are aborted, and all
 * have ended when the first failure surfaces: nothing goes on behind it.
 */
export async function concurrently<T>(
  items: Iterable<T>,
  task: (item: T, options: CallOptions) => Promise<void>,
  { limit, signal: outer }: ConcurrentlyOptions,
): Promise<void> {
  const failure = new AbortController();
  const signal = outer ? AbortSignal.any([outer, failure.signal]) : failure.signal;
  const attempt = async (item: T) => {
    if (signal.aborted) return;
    try {
      await task(item, { signal });
    } catch (error) {
      if (!signal.aborted) failure.abort(error);
    }
  };
  await pMap(items, attempt, { concurrency: limit });
  signal.throwIfAborted();
}
