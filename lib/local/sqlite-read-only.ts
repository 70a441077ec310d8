import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { LedgerFileError } from './errors.ts';
import { BUSY_TIMEOUT_MS } from './sqlite-file.ts';
import { hasSchema } from './sqlite-schema.ts';

/**
 * Opens the database of items in `file` for a short reading: see {@link locationOf} for how short that has to be.
 * `undefined` where there is none, which is left so. Throws {@link LedgerFileError} for a file that is no ledger.
 */
export function openReadOnly(file: string): DatabaseSync | undefined {
  if (!existsSync(file)) return undefined;
  return readingFrom(file, () => {
    const options = { readOnly: true, timeout: BUSY_TIMEOUT_MS };
    const database = new DatabaseSync(locationOf(file), options);
    try {
      if (hasSchema(database, file)) return database;
    } catch (error) {
      database.close();
      throw error;
    }
    database.close();
    return undefined;
  });
}

/** Runs `read`, whose failures are told as those of the ledger in `file`. */
export function readingFrom<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof LedgerFileError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new LedgerFileError(file, `cannot be read: ${reason}`, error);
  }
}

/**
 * A read-only connection creates the files of a write-ahead log that are not there, and leaves them
 * behind: sqlite.org/wal.html, "Read-Only Databases". Without a log nobody writes at that moment,
 * and SQLite may be told that the file does not change while it is read.
 */
function locationOf(file: string): URL {
  const path = resolve(file);
  const url = pathToFileURL(path);
  if (!existsSync(`${path}-wal`)) url.searchParams.set('immutable', '1');
  return url;
}
