import { type ErrorCode, SyncerError } from '../../lib/errors.ts';

/** A failure that the engine can name, with nothing behind it. */
export class Failure extends SyncerError {
  readonly kind = 'transient';
  readonly code: ErrorCode;
  readonly hint = 'let the test pass';
  readonly retryable: boolean;

  constructor(code: ErrorCode, retryable: boolean) {
    super(`a test has asked for ${code}`);
    this.code = code;
    this.retryable = retryable;
  }
}

/** One that may pass. */
export function passingFailure(): Failure {
  return new Failure('CONNECTION_LOST', true);
}

/** One that stays. */
export function lastingFailure(): Failure {
  return new Failure('DENIED', false);
}
