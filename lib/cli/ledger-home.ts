import { type OpenReader, openSqliteReader } from '../local/open-sqlite-reader.ts';
import type { LedgerReader } from '../mirror/ledger-reader.ts';
import { systemClock } from '../mirror/system-clock.ts';

/** Where a ledger is: exactly one of the two. */
export interface LedgerHome {
  /** A table of DynamoDB. */
  readonly table?: string;
  /** A file of SQLite. */
  readonly ledger?: string;
}

/** Lets `read` have the ledger that is there; throws what can be said of one that cannot be read. */
export async function readingLedger<Result>(
  home: LedgerHome,
  read: (reader: LedgerReader) => Promise<Result>,
): Promise<Result> {
  const { reader, close } = await openReader(home);
  try {
    return await read(reader);
  } finally {
    close();
  }
}

/**
 * As {@link readingLedger}, for a reading that takes long: a file must not be kept open for one, so it is opened for each
 * answer, of which every one is the latest.
 */
export async function readingAtLength<Result>(
  home: LedgerHome,
  read: (reader: Pick<LedgerReader, 'readImage'>) => Promise<Result>,
): Promise<Result> {
  if (home.table !== undefined) return await readingLedger(home, read);
  // A file that is not there is told before anything else is asked.
  await readingLedger(home, async () => {});
  return await read({
    readImage: (target) => readingLedger(home, (reader) => reader.readImage(target)),
  });
}

async function openReader({ table, ledger = '' }: LedgerHome): Promise<OpenReader> {
  if (table === undefined) return openSqliteReader(ledger, { clock: systemClock });
  // Loaded when it is asked for, since every other command would start later for it.
  const { openDynamoDbLedger } = await import('../aws/dynamodb/open-dynamodb-ledger.ts');
  return openDynamoDbLedger(table, { clock: systemClock });
}
