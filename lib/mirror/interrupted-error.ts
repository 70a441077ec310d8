import { SyncerError } from '../errors.ts';

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
