import { SyncerError } from '../../errors.ts';

/** The reason with which a worker stops before its function is ended. */
export class OutOfTimeError extends SyncerError {
  override readonly name = 'OutOfTimeError';
  readonly kind = 'transient';
  readonly code = 'INTERRUPTED';
  readonly hint =
    'other invocations went on with it and came to no end: see what is slow, and give the workers more time';
  readonly retryable = true;
  override readonly sparesOthers = true;

  constructor() {
    super('the time of the function was over before the image had arrived');
  }
}

/** A message was delivered as often as its queue allows, and no worker ever told what became of its image. */
export class RetriesExhaustedError extends SyncerError {
  override readonly name = 'RetriesExhaustedError';
  readonly kind = 'internal';
  readonly code = 'RETRIES_EXHAUSTED';
  readonly hint =
    'look for the image in the log of the workers: they were ended, or could not reach the ledger; then try again with image-syncer retry --failing';
  readonly retryable = true;

  constructor(target: string) {
    super(`every worker that was asked for ${target} ended without an outcome`);
  }
}
