import { SyncerError } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';

/** A repository in memory does not have what it was asked for. */
export class MissingContentError extends SyncerError {
  override readonly name = 'MissingContentError';
  readonly kind = 'not-found';
  readonly code = 'NOT_FOUND';
  readonly hint = 'put the content there first';
  readonly retryable = false;

  constructor(digest: Digest) {
    super(`content of ${digest} is not in this repository`);
  }
}
