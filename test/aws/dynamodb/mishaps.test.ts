import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import {
  type OpenDynamoDbLedger,
  openDynamoDbLedger,
} from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import type { Clock } from '../../../lib/clock.ts';
import { blobHolderContract } from '../../support/blob-holder-contract.ts';
import { checkpointContract } from '../../support/checkpoint-contract.ts';
import { describeWith } from '../../support/describe-with.ts';
import {
  type DynamoDbFront,
  type PlanMishap,
  startDynamoDbFront,
} from '../../support/dynamodb-front.ts';
import {
  type DynamoDbLocal,
  dynamoDbLocal,
  emulatedDynamoDb,
} from '../../support/dynamodb-local.ts';
import { hurriedRetries } from '../../support/hurried-retries.ts';
import { leaseContract } from '../../support/lease-contract.ts';
import { ledgerContract } from '../../support/ledger-contract.ts';
import { createLedgerTable } from '../../support/ledger-table.ts';
import { SkippingClock } from '../../support/skipping-clock.ts';
import { manyRecorders } from './many-recorders.ts';

/** Two of five transactions go wrong, one before and one after it was done, and now and then every other request. */
const mishaps: PlanMishap = (operation, before) => {
  if (operation === 'CreateTable') return undefined;
  if (before % 40 === 13) return 'throttled';
  if (before % 20 === 7) return 'broken';
  if (operation === 'TransactWriteItems' && before % 5 === 1) return 'conflict';
  if (before % 5 === 3 && operation !== 'Query') return 'lost';
  return undefined;
};

describeWith(['java'], 'the table of a service that is busy', () => {
  let local: DynamoDbLocal;
  let front: DynamoDbFront;
  let client: DynamoDBClient;

  beforeAll(async () => {
    local = await dynamoDbLocal();
    front = await startDynamoDbFront(local.endpoint, mishaps);
    client = emulatedDynamoDb(front.endpoint, { retryStrategy: hurriedRetries });
  });

  afterAll(async () => {
    client.destroy();
    await front.close();
  });

  const openTable = async () => ({ client, table: await createLedgerTable(local.endpoint) });

  async function open(clock: Clock = new SkippingClock()): Promise<OpenDynamoDbLedger> {
    const { table } = await openTable();
    return openDynamoDbLedger(table, { clock, client, lingerMs: 0 });
  }

  ledgerContract('DynamoDbLedger', open);
  leaseContract('DynamoDbLeases', open);
  checkpointContract('DynamoDbCheckpoints', open);
  blobHolderContract('DynamoDbBlobHolders', open);
  manyRecorders(openTable);
});
