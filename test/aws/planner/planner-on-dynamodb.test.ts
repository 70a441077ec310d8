import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDynamoDbLedger } from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import { describeWith } from '../../support/describe-with.ts';
import { dyingPlanners } from '../../support/dying-planners.ts';
import {
  type DynamoDbLocal,
  dynamoDbLocal,
  emulatedDynamoDb,
} from '../../support/dynamodb-local.ts';
import { createLedgerTable } from '../../support/ledger-table.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import type { RunCycleHome } from '../../support/run-cycle-fixture.ts';

describeWith(['java'], 'attend, with what it keeps in DynamoDB', () => {
  let local: DynamoDbLocal;
  let client: DynamoDBClient;

  beforeAll(async () => {
    local = await dynamoDbLocal();
    client = emulatedDynamoDb(local.endpoint);
  }, 60_000);

  afterAll(async () => {
    client.destroy();
  });

  async function home(): Promise<RunCycleHome> {
    const table = await createLedgerTable(local.endpoint);
    return openDynamoDbLedger(table, { clock: new ManualClock(), client, lingerMs: 0 });
  }

  it('comes to one complete run wherever its planner died', { timeout: 60_000 }, async () => {
    const calls = await dyingPlanners({ kind: 'change', home, step: 8 }, async (_, tellAgain) =>
      tellAgain(),
    );

    expect(calls).toBeGreaterThan(10);
  });
});
