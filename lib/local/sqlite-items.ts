import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import { LedgerFileError } from './errors.ts';
import { isSqliteError } from './sqlite-error.ts';
import { openSqliteFile } from './sqlite-file.ts';

/** Names an item as the ledger's table does and tells the compiler, and it alone, what the item holds. */
export interface ItemKey<Item> {
  readonly pk: string;
  readonly sk: string;
  readonly holds?: Item;
}

/** Items of JSON by key, in a file that processes share. An item that has expired is not there. */
export class SqliteItems {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #select: StatementSync;
  readonly #selectLatest: StatementSync;
  readonly #upsert: StatementSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;

  /** Opens `file` and removes what has expired. Throws {@link LedgerFileError}, as every method does. */
  constructor(file: string, clock: Clock) {
    this.#file = file;
    this.#clock = clock;
    const database = openSqliteFile(file, clock.now());
    this.#database = database;
    this.#select = database.prepare(
      'SELECT item FROM items WHERE pk = ? AND sk = ? AND (expires_at IS NULL OR expires_at > ?)',
    );
    this.#selectLatest = database.prepare(
      'SELECT sk FROM items WHERE pk = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY sk DESC LIMIT ?',
    );
    this.#upsert = database.prepare(
      'REPLACE INTO items (pk, sk, item, expires_at) VALUES (?, ?, ?, ?)',
    );
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#rollback = database.prepare('ROLLBACK');
  }

  /** The item as it was put: the file is written by this class alone, its schema number vouches for the shape. */
  get<Item>({ pk, sk }: ItemKey<Item>): Item | undefined {
    const row = this.#reporting(() => this.#select.get(pk, sk, this.#clock.now()));
    return row && JSON.parse(String(row['item']));
  }

  /** The sort keys of a partition from the last one on, `limit` of them at most. */
  listLatestKeys(pk: string, limit = -1): readonly string[] {
    const rows = this.#reporting(() => this.#selectLatest.all(pk, this.#clock.now(), limit));
    return rows.map((row) => String(row['sk']));
  }

  /** Puts `item` in the place of what is there; it expires at `expiresAt`, milliseconds since the epoch, or never. */
  put<Item>({ pk, sk }: ItemKey<Item>, item: NoInfer<Item>, expiresAt?: number): void {
    this.#reporting(() => this.#upsert.run(pk, sk, JSON.stringify(item), expiresAt ?? null));
  }

  /** Runs `steps` as one: no other connection writes meanwhile, and nothing stays of them if they throw. */
  transaction<Result>(steps: () => Result): Result {
    return this.#reporting(() => {
      this.#begin.run();
      try {
        const result = steps();
        this.#commit.run();
        return result;
      } catch (error) {
        // SQLite has rolled back by itself after some errors, such as a full disk.
        if (this.#database.isTransaction) this.#rollback.run();
        throw error;
      }
    });
  }

  close(): void {
    this.#database.close();
  }

  #reporting<Result>(step: () => Result): Result {
    try {
      return step();
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      throw new LedgerFileError(this.#file, `failed: ${error.message}`, error);
    }
  }
}
