import { SyncerError } from '../../errors.ts';
import { doubled, jittered, LONGEST_LIFE_MS, PATIENCE_MS } from '../../mirror/later.ts';
import type { SyncMessage } from '../sqs/sync-message.ts';
import { OutOfTimeError } from './errors.ts';

/** A failure that need not be what becomes of an image, and what happens to the message instead. */
export type PutOff =
  /** The message comes back by itself, which counts as a receive. */
  | { readonly kind: 'retry'; readonly afterMs: number }
  /** Another message takes its place, which does not. */
  | { readonly kind: 'follow'; readonly message: SyncMessage; readonly afterMs: number }
  /** It goes on in the lane for large images. */
  | { readonly kind: 'copy-lane'; readonly message: SyncMessage };

export interface PutOffCall {
  readonly message: SyncMessage;
  /** How often this message was delivered, from 1. */
  readonly receives: number;
  /** How often a message is delivered before its queue gives it up. */
  readonly maxReceives: number;
  /** Whether anything of the image arrived this time. */
  readonly hasProgress: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** A number from 0 to 1, so that what failed together does not come back together. */
  readonly random: number;
}

/** A lease outlives a worker that died by two minutes. */
const LEASE_DELAY_MS = 60_000;

/** Most blobs arrive within seconds, and the largest within a quarter of an hour. */
const FIRST_BLOB_DELAY_MS = 10_000;
const LONGEST_BLOB_DELAY_MS = 120_000;

/** Ends, as a day of life does, what would go on for ever: `recursiveLoop: ALLOW` removes Lambda's own guard. */
const MOST_HOPS = 500;

/** What happens after `failure`; `undefined` where it is what becomes of the image. */
export function putOff(failure: unknown, call: PutOffCall): PutOff | undefined {
  const { message, now } = call;
  if (failure instanceof OutOfTimeError) return continued(call);
  if (!(failure instanceof SyncerError)) return undefined;
  if (failure.code === 'TOO_LARGE_FOR_LANE') {
    return { kind: 'copy-lane', message: next(message, { attempt: attemptOf(call) }) };
  }
  if (!failure.retryable) return undefined;
  if (now - message.firstSentAt >= LONGEST_LIFE_MS) return undefined;
  if (failure.code === 'LEASE_HELD') return deferred(call, LEASE_DELAY_MS);
  if (failure.code === 'BLOB_CLAIMED') return deferred(call, blobDelayMs(message));
  const { kind, retryAfterMs = 0 } = failure;
  if (kind === 'throttled' || retryAfterMs > PATIENCE_MS) {
    return deferred(call, Math.max(retryAfterMs, doubled(message.deferrals)));
  }
  return retried(call);
}

/** Without progress another invocation would come no further: that is a failed attempt. */
function continued(call: PutOffCall): PutOff | undefined {
  const { message, now, hasProgress } = call;
  if (now - message.firstSentAt >= LONGEST_LIFE_MS || message.hops >= MOST_HOPS) return undefined;
  const attempt = attemptOf(call) + (hasProgress ? 0 : 1);
  if (attempt > call.maxReceives) return undefined;
  const hops = message.hops + 1;
  return { kind: 'follow', message: next(message, { attempt, hops }), afterMs: 0 };
}

function deferred(call: PutOffCall, delayMs: number): PutOff {
  const { message } = call;
  const deferrals = message.deferrals + 1;
  return {
    kind: 'follow',
    message: next(message, { attempt: attemptOf(call), deferrals }),
    afterMs: jittered(delayMs, call.random),
  };
}

/** A queue moves a message away at its last receive; what was counted before in other messages is no reason to try longer. */
function retried(call: PutOffCall): PutOff | undefined {
  const { receives, maxReceives } = call;
  const attempt = attemptOf(call);
  if (receives >= maxReceives || attempt >= maxReceives) return undefined;
  return { kind: 'retry', afterMs: jittered(doubled(attempt - 1), call.random) };
}

function blobDelayMs({ deferrals }: SyncMessage): number {
  return Math.min(FIRST_BLOB_DELAY_MS * 2 ** deferrals, LONGEST_BLOB_DELAY_MS);
}

/** Which attempt at the image this delivery is. */
export function attemptOf({ message, receives }: Pick<PutOffCall, 'message' | 'receives'>): number {
  return message.attempt + receives - 1;
}

function next(message: SyncMessage, changes: Partial<SyncMessage>): SyncMessage {
  return { ...message, ...changes, sequence: message.sequence + 1 };
}
