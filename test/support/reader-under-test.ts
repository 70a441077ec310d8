import type { LedgerReader } from '../../lib/mirror/ledger-reader.ts';
import type { LedgerUnderTest } from './ledger-contract.ts';

/** A reader under test, and the new and empty ledger that it reads. */
export interface ReaderUnderTest extends LedgerUnderTest {
  readonly reader: LedgerReader;
}
