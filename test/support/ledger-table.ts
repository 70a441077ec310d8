import { randomUUID } from 'node:crypto';
import { createTable, type TableProperties } from './dynamodb-local.ts';

/** The table as the design says. It does not expire: tests have clocks of their own. */
const PROPERTIES: Omit<TableProperties, 'TableName'> = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'failing', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'failing',
      KeySchema: [
        { AttributeName: 'failing', KeyType: 'HASH' },
        { AttributeName: 'pk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};

/** Makes a new and empty table for a ledger and gives its name. */
export async function createLedgerTable(endpoint: string): Promise<string> {
  const TableName = `ledger-${randomUUID()}`;
  await createTable(endpoint, { ...PROPERTIES, TableName });
  return TableName;
}
