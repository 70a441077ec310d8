/**
 * Gives `exchange` a signal that aborts `graceMs` later than `signal` does: for
 * an exchange whose answer names something that whoever was aborted must remove.
 */
export async function lateAbort<T>(
  signal: AbortSignal | undefined,
  graceMs: number,
  exchange: (late: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => late.abort(signal?.reason), graceMs);
  };
  signal?.addEventListener('abort', begin, { once: true });
  try {
    return await exchange(late.signal);
  } finally {
    signal?.removeEventListener('abort', begin);
    clearTimeout(timer);
  }
}
