import type { DatabaseSync } from 'node:sqlite';
import type { ImageMemory, ImageRecord, Memories } from '../mirror/ports.ts';
import { imageKey } from './ledger-keys.ts';
import { openReadOnly, readingFrom } from './sqlite-read-only.ts';

/** What the ledger in a file remembers, for whoever must not write: a missing file stays missing. */
export class SqliteMemories implements Memories {
  readonly #file: string;

  /** Throws `LedgerFileError`, as every method does, for a file that is no ledger. */
  constructor(file: string) {
    this.#file = file;
    this.#read(() => {});
  }

  async recall(target: string): Promise<ImageMemory | undefined> {
    return this.#read((database) => recordOf(database, target)?.memory);
  }

  /** Opens the file for one reading. */
  #read<Result>(read: (database: DatabaseSync) => Result): Result | undefined {
    const database = openReadOnly(this.#file);
    try {
      return database && readingFrom(this.#file, () => read(database));
    } finally {
      database?.close();
    }
  }
}

function recordOf(database: DatabaseSync, target: string): ImageRecord | undefined {
  const { pk, sk } = imageKey(target);
  const row = database.prepare('SELECT item FROM items WHERE pk = ? AND sk = ?').get(pk, sk);
  return row && JSON.parse(String(row['item']));
}
