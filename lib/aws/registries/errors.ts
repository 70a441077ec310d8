import { SyncerError } from '../../errors.ts';
import { formatReference, isLayout, type RepositoryName } from '../../oci/reference.ts';

/** What the definition or a message asks for is not for this service to do, whoever asks. */
export class RepositoryRefusedError extends SyncerError {
  override readonly name = 'RepositoryRefusedError';
  readonly kind = 'policy';
  readonly code = 'DENIED';
  readonly hint: string;
  readonly retryable = false;

  constructor(name: RepositoryName) {
    super(`${formatReference(name)} is ${isLayout(name) ? 'a folder' : 'no permitted target'}`);
    this.hint = isLayout(name)
      ? 'name an image on a registry: no folder is known to the stack'
      : 'name a target that the stack permits, or declare this one there';
  }
}

/** So many manifests wait to be put into a registry that this one is for later. */
export class PacedError extends SyncerError {
  override readonly name = 'PacedError';
  readonly kind = 'throttled';
  readonly code = 'THROTTLED';
  readonly hint = 'it is tried again; raise putImageRate where the quota of the account allows it';
  readonly retryable = true;
  override readonly retryAfterMs: number;

  constructor(registry: string, waitMs: number) {
    super(`manifests are put into ${registry} as fast as its quota allows`);
    this.retryAfterMs = waitMs;
  }
}
