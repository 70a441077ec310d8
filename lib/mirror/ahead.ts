import type { CallOptions } from '../content/ports.ts';

/** Work that was begun before it was known whether anybody needs it. */
export interface Ahead<T> {
  readonly result: Promise<T>;
  /** Breaks it off where it goes on, and resolves when it has ended; never rejects. */
  end(): Promise<void>;
}

/** Begins `task` now. Whoever begins it ends it, whatever else fails; a failure surfaces where the result is awaited. */
export function ahead<T>(
  task: (options: CallOptions) => Promise<T>,
  { signal: outer }: CallOptions,
): Ahead<T> {
  const ending = new AbortController();
  const signal = outer ? AbortSignal.any([outer, ending.signal]) : ending.signal;
  const result = task({ signal });
  const ended = result.then(
    () => {},
    () => {},
  );
  return {
    result,
    end: async () => {
      ending.abort();
      await ended;
    },
  };
}
