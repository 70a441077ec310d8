import { BatchWriteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { emulatedDynamoDb } from '../../support/dynamodb-local.ts';
import type { Cloud } from './cloud.ts';
import { ofType } from './deployment.ts';

/** Takes away what a story left: rows, messages, events, what was logged. Processes stay, and images. */
export async function clearCloud(cloud: Cloud): Promise<void> {
  const { resources, services, queues, functions, gateway, registries, permissions, delivery } =
    cloud.parts;
  await cloud.idle();
  delivery.clear();
  gateway.clear();
  permissions.denials.length = 0;
  registries.clear();
  for (const one of functions.values()) one.clear();
  for (const { created } of ofType(resources, 'AWS::SQS::Queue')) {
    await queues.purge(created.attributes['QueueName'] ?? '');
  }
  const client = emulatedDynamoDb(services.dynamoDb.endpoint);
  for (const { created } of ofType(resources, 'AWS::DynamoDB::Table')) {
    await clearTable(client, created.ref);
  }
  client.destroy();
}

async function clearTable(client: DynamoDBClient, TableName: string): Promise<void> {
  const pages = paginateScan(
    { client, pageSize: 25 },
    { TableName, ProjectionExpression: 'pk, sk' },
  );
  for await (const { Items = [] } of pages) {
    const deletions = Items.map((Key) => ({ DeleteRequest: { Key } }));
    if (deletions.length === 0) continue;
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: deletions } }));
  }
}
