import * as z from 'zod';
import { createTable } from '../../support/dynamodb-local.ts';
import type { AwsServices } from './aws-services.ts';
import { authorization } from './proxied-backend.ts';
import { Queues } from './queues.ts';
import type { ResolvedResource } from './resolve-template.ts';

const tableSchema = z.looseObject({
  AttributeDefinitions: z.array(z.any()),
  KeySchema: z.array(z.any()),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z.array(z.any()).optional(),
});

/** Creates the tables, queues and buckets that a template describes, by its own properties. */
export async function createResources(
  resources: readonly ResolvedResource[],
  { dynamoDb, fauxqs }: AwsServices,
): Promise<void> {
  for (const { properties, created } of ofType(resources, 'AWS::DynamoDB::Table')) {
    const { AttributeDefinitions, KeySchema, BillingMode, GlobalSecondaryIndexes } =
      tableSchema.parse(properties);
    await createTable(dynamoDb.endpoint, {
      TableName: created.ref,
      AttributeDefinitions,
      KeySchema,
      BillingMode,
      ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
    });
  }
  const queues = new Queues(fauxqs.endpoint);
  for (const { properties, created } of deadLettersFirst(ofType(resources, 'AWS::SQS::Queue'))) {
    await queues.create(created.attributes['QueueName'] ?? '', properties);
  }
  for (const { created } of ofType(resources, 'AWS::S3::Bucket')) {
    const headers = { authorization: authorization('s3') };
    await fetch(`${fauxqs.endpoint}/${created.ref}`, { method: 'PUT', headers });
  }
}

export function ofType(
  resources: readonly ResolvedResource[],
  type: string,
): readonly ResolvedResource[] {
  return resources.filter((resource) => resource.type === type);
}

/** A queue names another as its dead-letter queue, which must be there. */
function deadLettersFirst(queues: readonly ResolvedResource[]): readonly ResolvedResource[] {
  const isRedriving = ({ properties }: ResolvedResource) => 'RedrivePolicy' in properties;
  return [...queues.filter((queue) => !isRedriving(queue)), ...queues.filter(isRedriving)];
}
