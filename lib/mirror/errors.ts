import { SyncerError } from '../errors.ts';

/** The source reference names nothing. */
export class ImageNotFoundError extends SyncerError {
  override readonly name = 'ImageNotFoundError';
  readonly kind = 'not-found';
  readonly code = 'NOT_FOUND';
  readonly hint = 'check the spelling of repository and tag, and that upstream still publishes it';
  readonly retryable = false;

  constructor(reference: string) {
    super(`${reference} does not exist`);
  }
}

/** Another worker writes the same target tag and did not finish in time. */
export class LeaseHeldError extends SyncerError {
  override readonly name = 'LeaseHeldError';
  readonly kind = 'transient';
  readonly code = 'LEASE_HELD';
  readonly hint = 'another run copies this image: wait for it, or run again later';
  readonly retryable = true;

  constructor(target: string, waitedMs: number) {
    super(`another worker has held the lease on ${target} for ${Math.round(waitedMs / 1000)} s`);
  }
}

/** The lease on a target tag went to another worker while this one was writing. */
export class LeaseLostError extends SyncerError {
  override readonly name = 'LeaseLostError';
  readonly kind = 'transient';
  readonly code = 'LEASE_LOST';
  readonly hint = 'another run took over this image: look at its outcome, or run again';
  readonly retryable = true;

  constructor(target: string) {
    super(`the lease on ${target} went to another worker`);
  }
}

/** The reason with which whoever started a run ends it early. */
export class InterruptedError extends SyncerError {
  override readonly name = 'InterruptedError';
  readonly kind = 'transient';
  readonly code = 'INTERRUPTED';
  readonly hint = 'run again: what was copied is kept';
  readonly retryable = true;

  constructor() {
    super('the run was interrupted');
  }
}
