import type { DatabaseSync } from 'node:sqlite';
import { FAILING_STATUSES } from '../mirror/failing.ts';
import { LedgerFileError } from './errors.ts';

/** Marks a file as ours: sqlite.org/fileformat2.html, "Application ID". */
const APPLICATION_ID = Buffer.from('imsy').readInt32BE();

const SCHEMA_VERSION = 1;

/** Rows of images that are failing and have not left the definition. */
export const FAILING_IMAGES = `
  sk = 'STATE' AND item -> '$.retired' IS NULL
  AND item ->> '$.outcome.status' IN (${FAILING_STATUSES.map((status) => `'${status}'`).join(', ')})`;

const SCHEMA = `
  CREATE TABLE items (
    pk TEXT NOT NULL,
    sk TEXT NOT NULL,
    item TEXT NOT NULL,
    expires_at INTEGER, -- milliseconds since the epoch
    PRIMARY KEY (pk, sk)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX expiring_items ON items (expires_at) WHERE expires_at IS NOT NULL;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** Came later than the table; versions that know nothing of it keep it up to date, so the schema's number stays. */
const FAILING_INDEX = `CREATE INDEX IF NOT EXISTS failing_images ON items (pk) WHERE ${FAILING_IMAGES}`;

/** Gives an empty database the table of items, and any the indexes that it lacks. Throws as {@link hasSchema} does. */
export function ensureSchema(database: DatabaseSync, file: string): void {
  if (!hasSchema(database, file)) database.exec(SCHEMA);
  database.exec(FAILING_INDEX);
}

/**
 * Whether the database has the table of items, which an empty one lacks. Throws {@link LedgerFileError},
 * which names `file`, for one that another program or a newer version wrote.
 */
export function hasSchema(database: DatabaseSync, file: string): boolean {
  const version = numberOf(database, 'PRAGMA user_version');
  if (numberOf(database, 'PRAGMA application_id') === APPLICATION_ID) {
    if (version <= SCHEMA_VERSION) return true;
    throw new LedgerFileError(
      file,
      `was written by a newer version of image-syncer: it has schema ${version}, this version knows ${SCHEMA_VERSION}`,
    );
  }
  if (version !== 0 || numberOf(database, 'SELECT count(*) FROM sqlite_schema') !== 0) {
    throw new LedgerFileError(file, 'is the database of another program');
  }
  return false;
}

function numberOf(database: DatabaseSync, query: string): number {
  const [value] = Object.values(database.prepare(query).get() ?? {});
  return Number(value);
}
