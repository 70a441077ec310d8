import { SyncerError } from '../errors.ts';
import type { ThrottleKey } from './throttles.ts';

const WHAT = {
  pull: 'manifests are read from',
  read: 'anything is read from',
  write: 'blobs are put into',
  'manifest-put': 'manifests are put into',
} as const;

/** A registry limits requests, and whoever wants to send one had to wait for longer than there is patience. */
export class ThrottledError extends SyncerError {
  override readonly name = 'ThrottledError';
  readonly kind = 'throttled';
  readonly code = 'THROTTLED';
  readonly hint: string;
  readonly retryable = true;
  override readonly isForeseen = true;
  override readonly retryAfterMs: number;

  constructor({ registry, account, requests }: ThrottleKey, waitMs: number) {
    super(`it takes ${lengthOf(waitMs)} until ${WHAT[requests]} ${registry} again as ${account}`);
    this.hint = `${registry} limits requests: run again later, or give credentials with a higher limit, or those of further accounts`;
    this.retryAfterMs = waitMs;
  }
}

function lengthOf(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
