import { type ErrorKind, SyncerError } from '../../lib/errors.ts';

/** A registry that asks to be left alone. */
export class BusyError extends SyncerError {
  readonly kind: ErrorKind;
  readonly code = 'THROTTLED';
  readonly hint = 'wait';
  readonly retryable = true;
  override readonly retryAfterMs: number | undefined;

  constructor(kind: ErrorKind, retryAfterMs?: number) {
    super('busy');
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}
