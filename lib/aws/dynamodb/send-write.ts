import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { CallOptions } from '../../content/ports.ts';
import { type AttributeMap, expressionsOf, keyAttributes, type Write } from './table-writes.ts';

/** Whether the write's condition held, and the item as it is now; absent after a put, which knows it. */
export interface WriteAnswer<Item> {
  readonly isWritten: boolean;
  readonly item?: Item;
}

/** Sends a write of one item. Throws what the SDK throws, but for a condition that does not hold. */
export async function sendWrite<Item>(
  client: DynamoDBClient,
  TableName: string,
  write: Write,
  { signal }: CallOptions,
): Promise<WriteAnswer<Item>> {
  const common = {
    TableName,
    ...expressionsOf(write),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
  const options = signal ? { abortSignal: signal } : {};
  const Key = keyAttributes(write.key);
  try {
    if (write.kind === 'put') {
      await client.send(new PutItemCommand({ ...common, Item: write.item }), options);
      return { isWritten: true };
    }
    if (write.kind === 'delete') {
      await client.send(new DeleteItemCommand({ ...common, Key }), options);
      return { isWritten: true };
    }
    const input = {
      ...common,
      Key,
      UpdateExpression: write.update,
      ReturnValues: 'ALL_NEW',
    } as const;
    const { Attributes } = await client.send(new UpdateItemCommand(input), options);
    return { isWritten: true, ...itemOf<Item>(Attributes) };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { isWritten: false, ...itemOf<Item>(error.Item) };
  }
}

function itemOf<Item>(attributes: AttributeMap | undefined): { readonly item?: Item } {
  return attributes ? { item: unmarshall(attributes) as Item } : {};
}
