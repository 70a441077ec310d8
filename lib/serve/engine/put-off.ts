import { SyncerError } from '../../errors.ts';
import { doubled, jittered, LONGEST_LIFE_MS, PATIENCE_MS } from '../../mirror/later.ts';

/** How often an image of one run is begun, where registries fail it in ways that may pass. */
const MOST_ATTEMPTS = 5;

/** Another run writes the same target, or uploads a blob of it. */
const HELD_DELAY_MS = 15_000;

/** What was tried of an image in one run. */
export interface Tries {
  /** How often it was begun, this time included. */
  readonly attempts: number;
  /** How often it was put off without a failure of its own. */
  readonly deferrals: number;
  /** When it was begun first, in milliseconds since the epoch. */
  readonly since: number;
}

export interface PutOff {
  readonly afterMs: number;
  /** Whether this time counts as an attempt. */
  readonly isAttempt: boolean;
}

export interface PutOffCall {
  readonly now: number;
  /** From 0 to 1. */
  readonly random: number;
}

/** When an image is tried again after `failure`; `undefined` where that is what becomes of it. */
export function putOff(
  failure: unknown,
  { attempts, deferrals, since }: Tries,
  { now, random }: PutOffCall,
): PutOff | undefined {
  if (!(failure instanceof SyncerError) || !failure.retryable) return undefined;
  if (now - since >= LONGEST_LIFE_MS) return undefined;
  const deferred = (ms: number) => ({ afterMs: jittered(ms, random), isAttempt: false });
  if (failure.code === 'LEASE_HELD' || failure.code === 'BLOB_CLAIMED')
    return deferred(HELD_DELAY_MS);
  const { kind, retryAfterMs = 0 } = failure;
  if (kind === 'throttled' || retryAfterMs > PATIENCE_MS) {
    return deferred(retryAfterMs || doubled(deferrals));
  }
  if (attempts >= MOST_ATTEMPTS) return undefined;
  return { afterMs: jittered(doubled(attempts - 1), random), isAttempt: true };
}
