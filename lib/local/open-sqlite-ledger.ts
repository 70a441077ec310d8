import type { Clock } from '../clock.ts';
import type { Checkpoints } from '../content/checkpoints.ts';
import type { LedgerReader } from '../mirror/ledger-reader.ts';
import type { DefinitionRecords } from '../mirror/planner-ports.ts';
import type { BlobHolders, Leases, Ledger, Memories } from '../mirror/ports.ts';
import type { Throttles } from '../registry/throttles.ts';
import { claimKey, imageLeaseKey } from './ledger-keys.ts';
import { createSameFileCheck } from './same-file.ts';
import { SqliteBlobHolders } from './sqlite-blob-holders.ts';
import { SqliteCheckpoints } from './sqlite-checkpoints.ts';
import { SqliteDefinitions } from './sqlite-definitions.ts';
import { SqliteExpansions } from './sqlite-expansions.ts';
import { SqliteItems } from './sqlite-items.ts';
import { SqliteLeases } from './sqlite-leases.ts';
import { SqliteLedger } from './sqlite-ledger.ts';
import { SqliteMemories } from './sqlite-memories.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { SqliteThrottles } from './sqlite-throttles.ts';

export interface SqliteLedgerOptions {
  readonly clock: Clock;
  /** How long a run and its outcomes are kept. Default: 90 days. */
  readonly historyMs?: number;
}

/** Everything that is kept in one file. `close` it when no call is under way. */
export interface OpenLedger {
  readonly ledger: Ledger;
  readonly leases: Leases;
  /** On blobs, by `<registry>#<digest>`. */
  readonly claims: Leases;
  readonly checkpoints: Checkpoints;
  readonly holders: BlobHolders;
  readonly throttles: Throttles;
  /** What earlier runs remember, also where the ledger itself is that of a dry run. */
  readonly memories: Memories;
  readonly reader: LedgerReader;
  readonly definitions: DefinitionRecords;
  readonly expansions: SqliteExpansions;
  /** Throws `LedgerFileError` where the file is not the one any more that was opened. */
  readonly requireSameFile: () => void;
  close(): void;
}

/**
 * Opens the ledger in `file`, created with its folders where it is missing and
 * shared with other processes; `:memory:` keeps nothing on disk. Throws
 * `LedgerFileError`.
 */
export function openSqliteLedger(
  file: string,
  { clock, historyMs = 90 * 24 * 60 * 60 * 1000 }: SqliteLedgerOptions,
): OpenLedger {
  const items = new SqliteItems(file, clock);
  const ledger = new SqliteLedger(items, historyMs);
  return {
    ledger,
    leases: new SqliteLeases(items, clock, imageLeaseKey),
    claims: new SqliteLeases(items, clock, claimKey),
    checkpoints: new SqliteCheckpoints(items, clock),
    holders: new SqliteBlobHolders(items, clock),
    throttles: new SqliteThrottles(items, clock),
    memories: ledger,
    reader: new SqliteReader(items),
    definitions: new SqliteDefinitions(items),
    expansions: new SqliteExpansions(items, historyMs),
    requireSameFile: createSameFileCheck(file),
    close: () => items.close(),
  };
}

/** Opens a ledger that is gone with this process; what `file` remembers is read from there and nothing written to it. */
export function openDryRunLedger(file: string, options: SqliteLedgerOptions): OpenLedger {
  const memories = new SqliteMemories(file);
  return { ...openSqliteLedger(':memory:', options), memories };
}
