/**
 * Runs `work` with a signal that aborts when `signal` has been aborted for
 * `graceMs`: for what should come to its end when its caller has gone already,
 * because nobody could tell otherwise what came of it.
 */
export async function outlasting<T>(
  signal: AbortSignal | undefined,
  graceMs: number,
  work: (late: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => late.abort(signal?.reason), graceMs);
  };
  signal?.addEventListener('abort', begin, { once: true });
  try {
    return await work(late.signal);
  } finally {
    signal?.removeEventListener('abort', begin);
    clearTimeout(timer);
  }
}
