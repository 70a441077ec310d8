import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { ImageMemory, ImageRecord, Memories } from '../mirror/ports.ts';
import { LedgerFileError } from './errors.ts';
import { imageKey } from './ledger-keys.ts';
import { BUSY_TIMEOUT_MS } from './sqlite-file.ts';
import { hasSchema } from './sqlite-schema.ts';

/** What the ledger in a file remembers, for whoever must not write: a missing file stays missing. */
export class SqliteMemories implements Memories {
  readonly #file: string;

  /** Throws {@link LedgerFileError}, as every method does, for a file that is no ledger. */
  constructor(file: string) {
    this.#file = file;
    this.#read(() => {});
  }

  async recall(target: string): Promise<ImageMemory | undefined> {
    return this.#read((database) => recordOf(database, target)?.memory);
  }

  /** Opens the file for one reading: see {@link locationOf} for how short that has to be. */
  #read<Result>(read: (database: DatabaseSync) => Result): Result | undefined {
    if (!existsSync(this.#file)) return undefined;
    try {
      const options = { readOnly: true, timeout: BUSY_TIMEOUT_MS };
      const database = new DatabaseSync(locationOf(this.#file), options);
      try {
        return hasSchema(database, this.#file) ? read(database) : undefined;
      } finally {
        database.close();
      }
    } catch (error) {
      if (error instanceof LedgerFileError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new LedgerFileError(this.#file, `cannot be read: ${reason}`, error);
    }
  }
}

function recordOf(database: DatabaseSync, target: string): ImageRecord | undefined {
  const { pk, sk } = imageKey(target);
  const row = database.prepare('SELECT item FROM items WHERE pk = ? AND sk = ?').get(pk, sk);
  return row && JSON.parse(String(row['item']));
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
