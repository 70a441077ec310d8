import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import {
  type OpenDynamoDbLedger,
  openDynamoDbLedger,
} from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import type { Clock } from '../../../lib/clock.ts';
import { blobHolderContract } from '../../support/blob-holder-contract.ts';
import { checkpointContract } from '../../support/checkpoint-contract.ts';
import { definitionsContract } from '../../support/definitions-contract.ts';
import { describeWith } from '../../support/describe-with.ts';
import {
  type DynamoDbLocal,
  dynamoDbLocal,
  emulatedDynamoDb,
} from '../../support/dynamodb-local.ts';
import { leaseContract } from '../../support/lease-contract.ts';
import { ledgerContract } from '../../support/ledger-contract.ts';
import { createLedgerTable } from '../../support/ledger-table.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { plannerContract } from '../../support/planner-contract.ts';
import { readerContract } from '../../support/reader-contract.ts';
import { throttlesContract } from '../../support/throttles-contract.ts';
import { groupedRecordings } from './grouped-recordings.ts';
import { lateCheckpoints } from './late-checkpoints.ts';
import { toldHolders } from './told-holders.ts';
import { twoProcesses } from './two-processes.ts';
import { unchangedImages } from './unchanged-images.ts';
import { writtenKeys } from './written-keys.ts';

describeWith(['java'], 'the table of a service', () => {
  let local: DynamoDbLocal;
  let client: DynamoDBClient;

  beforeAll(async () => {
    local = await dynamoDbLocal();
    client = emulatedDynamoDb(local.endpoint);
  });

  afterAll(async () => {
    client.destroy();
  });

  const openTable = async () => ({ client, table: await createLedgerTable(local.endpoint) });

  async function open(clock: Clock = new ManualClock()): Promise<OpenDynamoDbLedger> {
    const { table } = await openTable();
    return openDynamoDbLedger(table, { clock, client, lingerMs: 0 });
  }

  ledgerContract('DynamoDbLedger', open);
  readerContract('DynamoDbReader', open);
  leaseContract('DynamoDbLeases of images', open);
  leaseContract('DynamoDbLeases of planners', async (clock) => {
    const { plannerLeases: leases } = await open(clock);
    return { leases };
  });
  leaseContract('DynamoDbLeases of blobs', async (clock) => {
    const { claims: leases } = await open(clock);
    return { leases };
  });
  checkpointContract('DynamoDbCheckpoints', open);
  blobHolderContract('DynamoDbBlobHolders', open);
  throttlesContract('DynamoDbThrottles', open);
  plannerContract('DynamoDB', open);
  definitionsContract('definitions in DynamoDB', open);
  unchangedImages(openTable);
  groupedRecordings(openTable);
  lateCheckpoints(openTable);
  toldHolders(openTable);
  writtenKeys(openTable);
  twoProcesses(openTable);
});
