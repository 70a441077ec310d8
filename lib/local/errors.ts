import { SyncerError } from '../errors.ts';
import { isBusy } from './sqlite-error.ts';

/** The ledger's file cannot be opened, read or written. */
export class LedgerFileError extends SyncerError {
  override readonly name = 'LedgerFileError';
  readonly kind = 'internal';
  readonly code = 'LEDGER_UNUSABLE';
  readonly hint: string;
  readonly retryable: boolean;

  constructor(file: string, problem: string, cause?: unknown) {
    super(`the ledger ${file} ${problem}`, { cause });
    this.retryable = isBusy(cause);
    this.hint = this.retryable
      ? 'another process keeps it locked; wait for that to end, or name another file with --ledger'
      : 'make the file usable, or name another one with --ledger';
  }
}

/** Credentials are there but cannot be had or used. No message of it quotes them. */
export class CredentialsError extends SyncerError {
  override readonly name = 'CredentialsError';
  readonly kind = 'auth';
  readonly code = 'INVALID_CREDENTIALS';
  readonly retryable = false;
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
