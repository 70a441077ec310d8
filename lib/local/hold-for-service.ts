import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LedgerFileError } from './errors.ts';
import { isBusy } from './sqlite-error.ts';

/**
 * Holds the ledger in `file`, which is there, for one service; other commands may use it meanwhile. Returns what gives it
 * back. Throws `LedgerFileError` where another process serves it.
 *
 * The lock is one of SQLite's, in a file beside the ledger: the system takes it back from a process that dies,
 * however it does, so that the next one need not wait (sqlite.org/lockingv3.html).
 */
export function holdForService(file: string): () => void {
  const database = openLock(file);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw lockError(file, error);
  }
  return () => database.close();
}

function openLock(file: string): DatabaseSync {
  try {
    return new DatabaseSync(resolve(lockOf(file)), { timeout: 0 });
  } catch (error) {
    throw lockError(file, error);
  }
}

function lockOf(file: string): string {
  return `${file}.service`;
}

function lockError(file: string, error: unknown): LedgerFileError {
  if (isBusy(error)) return new LedgerFileError(file, 'is served by another process', error);
  const reason = error instanceof Error ? error.message : String(error);
  return new LedgerFileError(file, `cannot be locked by ${lockOf(file)}: ${reason}`, error);
}
