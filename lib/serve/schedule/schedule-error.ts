import { SyncerError } from '../../errors.ts';

/** A schedule cannot be followed as it is written. */
export class ScheduleError extends SyncerError {
  override readonly name = 'ScheduleError';
  readonly kind = 'definition';
  readonly code = 'INVALID_DEFINITION';
  readonly hint: string;
  readonly retryable = false;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
