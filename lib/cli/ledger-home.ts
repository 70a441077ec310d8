import { openSqliteReader } from '../local/open-sqlite-reader.ts';
import { systemClock } from '../local/system-clock.ts';
import type { LedgerReader } from '../mirror/ledger-reader.ts';

/** Where a ledger is: exactly one of the two. */
export interface LedgerHome {
  /** A table of DynamoDB. */
  readonly table?: string;
  /** A file of SQLite. */
  readonly ledger?: string;
}

/** Lets `read` have the ledger that is there; throws what can be said of one that cannot be read. */
export async function readingLedger<Result>(
  { ledger = '' }: LedgerHome,
  read: (reader: LedgerReader) => Promise<Result>,
): Promise<Result> {
  const { reader, close } = openSqliteReader(ledger, { clock: systemClock });
  try {
    return await read(reader);
  } finally {
    close();
  }
}
