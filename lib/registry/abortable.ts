/**
 * Waits for `promise`, which goes on for others, unless `signal` aborts: then rejects with its reason.
 * What comes after that is given to `onLate`.
 */
export async function abortable<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  onLate: (value: T) => void = () => {},
): Promise<T> {
  if (!signal) return await promise;
  const aborted = Promise.withResolvers<never>();
  const abandon = () => {
    aborted.reject(signal.reason);
    promise.then(onLate, () => {});
  };
  if (signal.aborted) abandon();
  signal.addEventListener('abort', abandon, { once: true });
  try {
    return await Promise.race([aborted.promise, promise]);
  } finally {
    signal.removeEventListener('abort', abandon);
  }
}
