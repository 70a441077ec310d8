import type { Clock } from '../clock.ts';
import type { LedgerReader } from '../mirror/ledger-reader.ts';
import { LedgerFileError } from './errors.ts';
import { SqliteItems } from './sqlite-items.ts';
import { openReadOnly } from './sqlite-read-only.ts';
import { SqliteReader } from './sqlite-reader.ts';

/** What a ledger tells. `close` it soon, and when no call is under way. */
export interface OpenReader {
  readonly reader: LedgerReader;
  close(): void;
}

/** Opens the ledger in `file` to read it; throws {@link LedgerFileError} where there is none, and makes none. */
export function openSqliteReader(file: string, { clock }: { readonly clock: Clock }): OpenReader {
  const database = openReadOnly(file);
  if (database === undefined)
    throw new LedgerFileError(file, 'does not exist, or has nothing in it');
  const items = new SqliteItems(file, clock, database);
  return { reader: new SqliteReader(items), close: () => items.close() };
}
