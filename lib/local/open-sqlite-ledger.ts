import type { Clock } from '../clock.ts';
import type { Leases, Ledger } from '../mirror/ports.ts';
import { SqliteItems } from './sqlite-items.ts';
import { SqliteLeases } from './sqlite-leases.ts';
import { SqliteLedger } from './sqlite-ledger.ts';

export interface SqliteLedgerOptions {
  readonly clock: Clock;
  /** How long a run and its outcomes are kept. Default: 90 days. */
  readonly historyMs?: number;
}

/** A ledger and its leases in one file. `close` it when no call is under way. */
export interface OpenLedger {
  readonly ledger: Ledger;
  readonly leases: Leases;
  close(): void;
}

/**
 * Opens the ledger in `file`, created with its folders where it is missing and
 * shared with other processes; `:memory:` keeps nothing on disk, as a dry run
 * wants it. Throws `LedgerFileError`.
 */
export function openSqliteLedger(
  file: string,
  { clock, historyMs = 90 * 24 * 60 * 60 * 1000 }: SqliteLedgerOptions,
): OpenLedger {
  const items = new SqliteItems(file, clock);
  return {
    ledger: new SqliteLedger(items, historyMs),
    leases: new SqliteLeases(items, clock),
    close: () => items.close(),
  };
}
