import { SyncerError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';

/** What content should have been, or was: its size in bytes and its digest where that was computed. */
export interface Measure {
  readonly size?: number;
  readonly digest?: Digest;
}

/** Content is not what its descriptor promises. */
export class ContentMismatchError extends SyncerError {
  override readonly name = 'ContentMismatchError';
  readonly kind = 'content';
  readonly code = 'CONTENT_MISMATCH';
  readonly hint =
    'nothing wrong was stored; if it happens again, the registry or a proxy before it holds damaged content';
  // A cut or a proxy's error page is over by the next attempt; damage at rest is not, and shows again.
  readonly retryable = true;

  constructor(expected: Measure & { readonly digest: Digest }, actual: Measure) {
    super(`content of ${expected.digest} ${difference(expected, actual)}`);
  }
}

/** Content exceeds the bound within which it is read into memory. */
export class ContentTooLargeError extends SyncerError {
  override readonly name = 'ContentTooLargeError';
  readonly kind = 'content';
  readonly code = 'CONTENT_TOO_LARGE';
  readonly hint =
    'no registry needs documents of that size: see what it, or a proxy before it, sends there';
  readonly retryable = false;

  constructor(what: string, maxBytes: number) {
    super(`${what} is longer than ${maxBytes} bytes`);
  }
}

/** The target does not go on with an upload session: it restarted, or broke off inside a chunk. */
export class UploadLostError extends SyncerError {
  override readonly name = 'UploadLostError';
  readonly kind = 'transient';
  readonly code = 'UPLOAD_LOST';
  readonly hint =
    'the blob is sent from its start again; if it happens each time, look at the log of the registry';
  readonly retryable = true;

  constructor({ digest }: Measure & { readonly digest: Digest }, cause: unknown) {
    super(`the registry does not continue the upload of ${digest}`, { cause });
  }
}

/** Another worker has taken over an upload. */
export class CheckpointLostError extends SyncerError {
  override readonly name = 'CheckpointLostError';
  readonly kind = 'transient';
  readonly code = 'CHECKPOINT_LOST';
  readonly hint = 'another worker goes on with this blob: look at its outcome, or run again';
  readonly retryable = true;

  constructor(repository: string, blob: Digest) {
    super(`the upload of ${blob} into ${repository} went to another worker`);
  }
}

function difference(expected: Measure, actual: Measure): string {
  if (actual.digest !== undefined && actual.size === expected.size) {
    return `has the digest ${actual.digest}`;
  }
  if (actual.size !== undefined && expected.size !== undefined && actual.size !== expected.size) {
    const amount = actual.size > expected.size ? 'more than the' : `${actual.size} instead of`;
    return `has ${amount} ${expected.size} bytes`;
  }
  return `has the digest ${actual.digest}`;
}
