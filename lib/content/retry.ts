import type { Clock } from '../clock.ts';
import { SyncerError } from '../errors.ts';
import type { CallOptions } from './ports.ts';

/** How patient a caller is with failures that may pass. */
export interface RetryPolicy {
  /** How often a call is repeated after its first failure. */
  readonly retries: number;
  readonly clock: Clock;
  /** A number from 0 to 1, so that many clients do not come back at one moment. */
  readonly random: () => number;
  /** How long the other side may ask to be left alone; who is asked for more fails at once. Default: as {@link patienceOf} says. */
  readonly patienceMs?: number;
}

/** What one call adds to the policy. */
export interface RetryOptions extends CallOptions {
  /** Whether a failure is for this caller to repeat, not for whoever it called. Default: always. */
  readonly isOurs?: (error: SyncerError) => boolean;
  /** Whether the call that failed came further than all before it, so that failures count anew. Default: never. */
  readonly hasProgressed?: () => boolean;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 60_000;

/** Nobody looks on for longer: the next run goes on where this one came to. */
const LONGEST_PATIENCE_MS = 60 * 60 * 1000;

/** How long a limit is waited for: an hour, where nothing else is said, and never by those who repeat nothing. */
export function patienceOf({ retries, patienceMs }: RetryPolicy): number {
  return patienceMs ?? (retries === 0 ? 0 : LONGEST_PATIENCE_MS);
}

/**
 * Repeats `operation` while it fails with an error that may pass, with delays
 * that double or that the other side asked for; the last error surfaces. What was
 * foreseen is no failure: a limit that is known is not counted, and waited for as long as there is patience.
 */
export async function retrying<T>(
  operation: () => Promise<T>,
  policy: RetryPolicy,
  options: RetryOptions = {},
): Promise<T> {
  const { retries, clock, random } = policy;
  const patienceMs = patienceOf(policy);
  let failures = 0;
  let throttles = 0;
  let throttledMs = 0;
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      options.signal?.throwIfAborted();
      if (options.hasProgressed?.()) failures = throttles = throttledMs = 0;
      if (!mayPass(error, options)) throw error;
      const isThrottle = error.kind === 'throttled';
      if (!error.isForeseen && failures >= retries) throw error;
      const delay = isThrottle ? throttledDelayMs(error, throttles) : delayMs(error, failures);
      const waitMs = delay * (1 + random() / 4);
      if ((error.retryAfterMs ?? 0) > patienceMs) throw error;
      if (isThrottle && (patienceMs === 0 || throttledMs + waitMs > patienceMs)) throw error;
      if (isThrottle) {
        throttles += 1;
        throttledMs += waitMs;
      }
      if (!error.isForeseen) failures += 1;
      await clock.sleep(waitMs, options);
    }
  }
}

function mayPass(error: unknown, { isOurs }: RetryOptions): error is SyncerError {
  return error instanceof SyncerError && error.retryable && (isOurs?.(error) ?? true);
}

/** Whoever refuses again after the time that was named, which may be none, is not believed a second time. */
function throttledDelayMs(error: SyncerError, throttles: number): number {
  const named = delayMs(error, throttles);
  return throttles === 0
    ? named
    : Math.max(named, Math.min(FIRST_DELAY_MS * 2 ** throttles, LONGEST_DELAY_MS));
}

/** Jitter is added on top, never taken off: whoever comes back before `Retry-After` is refused again. */
function delayMs({ retryAfterMs }: SyncerError, failures: number): number {
  return Math.min(retryAfterMs ?? FIRST_DELAY_MS * 2 ** failures, LONGEST_DELAY_MS);
}
