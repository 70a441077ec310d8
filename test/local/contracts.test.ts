import { openSqliteLedger } from '../../lib/local/open-sqlite-ledger.ts';
import { MemoryThrottles } from '../../lib/registry/memory-throttles.ts';
import { blobHolderContract } from '../support/blob-holder-contract.ts';
import { checkpointContract } from '../support/checkpoint-contract.ts';
import { definitionsContract } from '../support/definitions-contract.ts';
import { leaseContract } from '../support/lease-contract.ts';
import { ledgerContract } from '../support/ledger-contract.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { MemoryBlobHolders } from '../support/memory-blob-holders.ts';
import { MemoryCheckpoints } from '../support/memory-checkpoints.ts';
import { MemoryLeases } from '../support/memory-leases.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { readerContract } from '../support/reader-contract.ts';
import { throttlesContract } from '../support/throttles-contract.ts';

ledgerContract('MemoryLedger', () => ({ ledger: new MemoryLedger() }));
ledgerContract('SqliteLedger', () => openSqliteLedger(':memory:', { clock: new ManualClock() }));

readerContract('MemoryLedger', () => {
  const ledger = new MemoryLedger();
  return { ledger, reader: ledger };
});
readerContract('SqliteReader', () => openSqliteLedger(':memory:', { clock: new ManualClock() }));

leaseContract('MemoryLeases', (clock) => ({ leases: new MemoryLeases(clock) }));
leaseContract('SqliteLeases of images', (clock) => openSqliteLedger(':memory:', { clock }));
leaseContract('SqliteLeases of blobs', (clock) => {
  const { claims: leases, close } = openSqliteLedger(':memory:', { clock });
  return { leases, close };
});

checkpointContract('MemoryCheckpoints', (clock) => ({ checkpoints: new MemoryCheckpoints(clock) }));
checkpointContract('SqliteCheckpoints', (clock) => openSqliteLedger(':memory:', { clock }));

blobHolderContract('MemoryBlobHolders', (clock) => ({
  holders: new MemoryBlobHolders(clock),
  claims: new MemoryLeases(clock),
}));
blobHolderContract('SqliteBlobHolders', (clock) => openSqliteLedger(':memory:', { clock }));

throttlesContract('MemoryThrottles', (clock) => ({ throttles: new MemoryThrottles(clock) }));
throttlesContract('SqliteThrottles', (clock) => openSqliteLedger(':memory:', { clock }));

definitionsContract('SqliteDefinitions and SqliteExpansions', (clock) =>
  openSqliteLedger(':memory:', { clock }),
);
