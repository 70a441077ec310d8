import type { Clock } from '../clock.ts';
import type { CallOptions } from '../content/ports.ts';
import { signalOf } from '../copy/signal-of.ts';
import { InterruptedError } from './errors.ts';

/** When work is put down, to be taken up by another call: unlike an abort, that fails nothing. */
export interface DeadlineOptions extends CallOptions {
  readonly clock: Clock;
  /** Milliseconds since the epoch. Default: never. */
  readonly untilMs?: number | undefined;
}

/**
 * Runs `work`, whose signal is aborted at the deadline and when the caller's is; resolves to
 * `undefined` where the deadline came before its end, whatever it made of that.
 */
export async function beforeDeadline<T>(
  { clock, untilMs, ...call }: DeadlineOptions,
  work: (call: CallOptions) => Promise<T>,
): Promise<T | undefined> {
  if (untilMs === undefined) return await work(signalOf(call));
  if (isDue({ clock, untilMs })) return undefined;
  const due = new AbortController();
  const ended = new AbortController();
  const waiting = clock
    .sleep(untilMs - clock.now(), { signal: ended.signal })
    .then(() => due.abort(new InterruptedError()))
    // The end of the work interrupts the wait.
    .catch(() => {});
  try {
    const signals = call.signal ? [call.signal, due.signal] : [due.signal];
    const done = await work({ signal: AbortSignal.any(signals) });
    return due.signal.aborted ? undefined : done;
  } catch (error) {
    if (due.signal.aborted && error === due.signal.reason) return undefined;
    throw error;
  } finally {
    ended.abort();
    await waiting;
  }
}

/** Whether the deadline has come. */
export function isDue({ clock, untilMs }: Omit<DeadlineOptions, 'signal'>): boolean {
  return untilMs !== undefined && clock.now() >= untilMs;
}
