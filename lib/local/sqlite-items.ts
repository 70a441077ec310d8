import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import { LedgerFileError } from './errors.ts';
import type { ItemKey } from './item-key.ts';
import type { ImageItem } from './ledger-keys.ts';
import { isSqliteError } from './sqlite-error.ts';
import { openSqliteFile } from './sqlite-file.ts';
import { FAILING_IMAGES } from './sqlite-schema.ts';

/** An item of a partition. */
export interface StoredItem<Item> {
  readonly sk: string;
  readonly item: Item;
}

const UNEXPIRED = '(expires_at IS NULL OR expires_at > ?)';

/** A negative limit is none: sqlite.org/lang_select.html, "The LIMIT clause". */
const UNLIMITED = -1;

/** No key has it, so that all that begin alike sort before it. */
const LAST_CHARACTER = '\u{10FFFF}';

/** Items of JSON by key, in a file that processes share. An item that has expired is not there. */
export class SqliteItems {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #select: StatementSync;
  readonly #selectLatest: StatementSync;
  readonly #update: StatementSync;
  readonly #replace: StatementSync;
  readonly #remove: StatementSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;

  /**
   * Opens `file`, unless it is open as `database`, and removes what has expired.
   * Throws {@link LedgerFileError}, as every method does.
   */
  constructor(file: string, clock: Clock, database = openSqliteFile(file, clock.now())) {
    this.#file = file;
    this.#clock = clock;
    this.#database = database;
    const select = (columns: string, condition: string) =>
      database.prepare(`SELECT ${columns} FROM items WHERE ${UNEXPIRED} AND ${condition}`);
    this.#select = select('item', 'pk = ? AND sk = ?');
    this.#selectLatest = select(
      'sk, item',
      'pk = ? AND sk >= ? AND sk < ? ORDER BY sk DESC LIMIT ?',
    );
    this.#update = database.prepare(
      'UPDATE items SET item = ? WHERE pk = ? AND sk = ? AND expires_at IS ?',
    );
    this.#replace = database.prepare(
      'REPLACE INTO items (item, pk, sk, expires_at) VALUES (?, ?, ?, ?)',
    );
    this.#remove = database.prepare('DELETE FROM items WHERE pk = ? AND sk = ?');
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#rollback = database.prepare('ROLLBACK');
  }

  /** The item as it was put: the file is written by this class alone, its schema number vouches for the shape. */
  get<Item>({ pk, sk }: ItemKey<Item>): Item | undefined {
    const row = this.#reporting(() => this.#select.get(this.#clock.now(), pk, sk));
    return row && JSON.parse(String(row['item']));
  }

  /** Items of the partition of `prefix` whose sort keys begin with its own, from the last on, `limit` of them at most. */
  listLatest<Item>({ pk, sk }: ItemKey<Item>, limit = UNLIMITED): readonly StoredItem<Item>[] {
    const now = this.#clock.now();
    const rows = this.#reporting(() =>
      this.#selectLatest.all(now, pk, sk, `${sk}${LAST_CHARACTER}`, limit),
    );
    return rows.map((row) => ({ sk: String(row['sk']), item: JSON.parse(String(row['item'])) }));
  }

  /** Images that {@link FAILING_IMAGES} tells, for which there is an index. */
  listFailing(): readonly ImageItem[] {
    const rows = this.#reporting(() =>
      this.#database.prepare(`SELECT item FROM items WHERE ${FAILING_IMAGES}`).all(),
    );
    return rows.map((row) => JSON.parse(String(row['item'])));
  }

  /** Puts `item` in the place of what is there; it expires at `expiresAt`, milliseconds since the epoch, or never. */
  put<Item>({ pk, sk }: ItemKey<Item>, item: NoInfer<Item>, expiresAt?: number): void {
    this.#reporting(() => {
      const row = [JSON.stringify(item), pk, sk, expiresAt ?? null] as const;
      // An item that stays as long as before stays in its place, and in the index of those that expire.
      if (this.#update.run(...row).changes === 0) this.#replace.run(...row);
    });
  }

  remove({ pk, sk }: ItemKey<unknown>): void {
    this.#reporting(() => this.#remove.run(pk, sk));
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
