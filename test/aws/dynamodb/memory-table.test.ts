import { setImmediate } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type OpenDynamoDbLedger,
  openDynamoDbLedger,
} from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import type { Clock } from '../../../lib/clock.ts';
import { MemoryTable } from '../../support/aws/memory-table/memory-table.ts';
import { createTableClient } from '../../support/aws/memory-table/table-client.ts';
import { blobHolderContract } from '../../support/blob-holder-contract.ts';
import { checkpointContract } from '../../support/checkpoint-contract.ts';
import { definitionsContract } from '../../support/definitions-contract.ts';
import { leaseContract } from '../../support/lease-contract.ts';
import { ledgerContract } from '../../support/ledger-contract.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { plannerContract } from '../../support/planner-contract.ts';
import { readerContract } from '../../support/reader-contract.ts';
import { throttlesContract } from '../../support/throttles-contract.ts';
import { groupedRecordings } from './grouped-recordings.ts';
import { lateCheckpoints } from './late-checkpoints.ts';
import { toldHolders } from './told-holders.ts';
import { unchangedImages } from './unchanged-images.ts';

const NOBODY = { read: () => {}, write: () => {} };

async function openTable(): Promise<{ client: DynamoDBClient; table: string }> {
  // No answer comes while whoever asks is still at work, as no answer of a network does.
  const client = createTableClient(new MemoryTable(NOBODY), { arrive: () => setImmediate() });
  return { client, table: 'ledger' };
}

async function open(clock: Clock = new ManualClock()): Promise<OpenDynamoDbLedger> {
  const { client, table } = await openTable();
  return openDynamoDbLedger(table, { clock, client, lingerMs: 0 });
}

// What holds of DynamoDB, in contracts.test.ts, holds of the table that the simulation has in its place.
ledgerContract('a ledger in a MemoryTable', open);
readerContract('a reader of a MemoryTable', open);
leaseContract('leases in a MemoryTable', open);
checkpointContract('checkpoints in a MemoryTable', open);
blobHolderContract('holders in a MemoryTable', open);
throttlesContract('throttles in a MemoryTable', open);
plannerContract('planners on a MemoryTable', open);
definitionsContract('definitions on a MemoryTable', open);
unchangedImages(openTable);
groupedRecordings(openTable);
lateCheckpoints(openTable);
toldHolders(openTable);
