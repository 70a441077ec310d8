import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LedgerFileError } from './errors.ts';
import { isBusy } from './sqlite-error.ts';
import { ensureSchema } from './sqlite-schema.ts';

/** SQLite's name for a database that keeps nothing on disk. */
export const IN_MEMORY = ':memory:';

/** How long another process's transaction is waited for; one takes well under a millisecond. */
export const BUSY_TIMEOUT_MS = 5_000;

/** How often the journal is tried to be changed while other processes open the same new file. */
const JOURNAL_ATTEMPTS = 100;

/**
 * Opens the database of items in `file`, which is created for its owner alone,
 * folders included, where it is missing; `:memory:` keeps nothing on disk.
 * Items that expired before `now` are removed. Throws {@link LedgerFileError}
 * for a file that this version cannot use, and leaves it as it is.
 */
export function openSqliteFile(file: string, now: number): DatabaseSync {
  try {
    const path = file === IN_MEMORY ? file : createdFile(file);
    const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    return prepared(database, file, now);
  } catch (error) {
    if (error instanceof LedgerFileError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new LedgerFileError(file, `cannot be opened: ${reason}`, error);
  }
}

/** The file's absolute path, since SQLite would read one that begins with `file:` as a URI. */
function createdFile(file: string): string {
  const path = resolve(file);
  createFolder(dirname(path));
  // SQLite gives its -wal and -shm files the mode of the database.
  closeSync(openSync(path, 'a', 0o600));
  return path;
}

/** Level by level: `mkdir` with `recursive` never ends where the system says that a folder which is there is not, as in /proc. */
function createFolder(folder: string): void {
  if (existsSync(folder)) return;
  createFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(folder)) throw error;
  }
}

function prepared(database: DatabaseSync, file: string, now: number): DatabaseSync {
  try {
    database.exec('BEGIN IMMEDIATE');
    ensureSchema(database, file);
    database.exec('COMMIT');
    journalAhead(database);
    database.prepare('DELETE FROM items WHERE expires_at <= ?').run(now);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * With a write-ahead log readers and a writer do not wait for each other and a
 * commit waits for no disk. A power cut may cost the last outcomes, which the
 * next run finds again; a killed process costs none.
 */
function journalAhead(database: DatabaseSync): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
      return;
    } catch (error) {
      if (!isBusy(error) || attempt === JOURNAL_ATTEMPTS) throw error;
      // Changing the journal needs the file alone and heeds no busy timeout; beginning a transaction does.
      database.exec('BEGIN IMMEDIATE; COMMIT');
    }
  }
}
