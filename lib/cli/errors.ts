import { SyncerError } from '../errors.ts';

/** A file that an option names cannot be written. */
export class OutputFileError extends SyncerError {
  override readonly name = 'OutputFileError';
  readonly kind = 'internal';
  readonly code = 'OUTPUT_UNUSABLE';
  readonly hint: string;
  readonly retryable = false;

  constructor(file: string, option: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`the file ${file} cannot be written: ${reason}`, { cause });
    this.hint = `name a file that can be written with ${option}`;
  }
}

/** What was asked for is not in the ledger. */
export class NotRecordedError extends SyncerError {
  override readonly name = 'NotRecordedError';
  readonly kind = 'not-found';
  readonly code = 'NOT_FOUND';
  readonly hint: string;
  readonly retryable = false;

  constructor(what: string, hint: string) {
    super(`the ledger knows no ${what}`);
    this.hint = hint;
  }
}

/** A registry cannot be served there. */
export class RegistryStartError extends SyncerError {
  override readonly name = 'RegistryStartError';
  readonly kind = 'definition';
  readonly code = 'INVALID_DEFINITION';
  readonly hint = 'name another one with --port or --folder';
  readonly retryable = false;
}
