import type { Clock } from '../clock.ts';
import type { CallOptions } from '../content/ports.ts';
import { signalOf } from '../copy/signal-of.ts';
import { InterruptedError } from './interrupted-error.ts';

/** When work is put down, in milliseconds since the epoch. */
export interface Deadline {
  readonly clock: Clock;
  readonly untilMs: number;
}

export interface BeforeDeadlineOptions extends CallOptions {
  readonly clock: Clock;
  /** Default: never. */
  readonly untilMs?: number | undefined;
}

/**
 * Runs `work`, whose signal is aborted at the deadline and when the caller's is. Unlike an abort a
 * deadline fails nothing: where it came before the end, whatever the work made of that, this
 * resolves to `undefined`, and the work is to be taken up by another call.
 */
export async function beforeDeadline<T>(
  { clock, untilMs, ...call }: BeforeDeadlineOptions,
  work: (call: CallOptions) => Promise<T>,
): Promise<T | undefined> {
  if (untilMs === undefined) return await work(signalOf(call));
  if (isDue({ clock, untilMs })) return undefined;
  return await untilDeadline({ clock, untilMs }, async (due) => {
    try {
      const signal = call.signal ? AbortSignal.any([call.signal, due]) : due;
      const done = await work({ signal });
      return due.aborted ? undefined : done;
    } catch (error) {
      if (due.aborted && error === due.reason) return undefined;
      throw error;
    }
  });
}

/** Runs `work` with a signal that is aborted at the deadline, with `InterruptedError`. */
export async function untilDeadline<T>(
  { clock, untilMs }: Deadline,
  work: (due: AbortSignal) => Promise<T>,
): Promise<T> {
  const [due, ended] = [new AbortController(), new AbortController()];
  const interrupt = () => due.abort(new InterruptedError());
  if (isDue({ clock, untilMs })) interrupt();
  const waiting = clock
    .sleep(Math.max(0, untilMs - clock.now()), { signal: ended.signal })
    .then(interrupt)
    // The end of the work interrupts the wait.
    .catch(() => {});
  try {
    return await work(due.signal);
  } finally {
    ended.abort();
    await waiting;
  }
}

/** Whether the deadline has come. */
export function isDue({ clock, untilMs }: Omit<BeforeDeadlineOptions, 'signal'>): boolean {
  return untilMs !== undefined && clock.now() >= untilMs;
}
