import type { Clock } from '../clock.ts';
import type { CallOptions } from '../content/ports.ts';

export interface PatientlyOptions extends CallOptions {
  readonly clock: Clock;
  readonly patienceMs: number;
}

/** Waits until `promise` has resolved, but no longer than patience lasts; resolves to whether it has. */
export async function patiently(
  promise: Promise<void>,
  { clock, patienceMs, signal }: PatientlyOptions,
): Promise<boolean> {
  signal?.throwIfAborted();
  const ended = new AbortController();
  const waiting = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
  const patience = clock.sleep(patienceMs, { signal: waiting }).then(() => false);
  try {
    return await Promise.race([promise.then(() => true), patience]);
  } finally {
    ended.abort();
    // The end interrupts the wait.
    patience.catch(() => {});
  }
}
