import type { AwsCall } from './aws-call.ts';
import { arn } from './physical-names.ts';
import type { Wish } from './statement.ts';

/** What the parts of a transaction need, by the name of the member that holds them. */
const PARTS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** "Actions, resources, and condition keys for Amazon DynamoDB"; a transaction has no action of its own. */
export function dynamoWishes({ action, input }: AwsCall): readonly Wish[] {
  if (action.startsWith('Transact')) return transactionWishes(input['TransactItems']);
  if (action.startsWith('Batch')) {
    return Object.keys(Object(input['RequestItems'])).map((table) => wish(action, table));
  }
  const { TableName, IndexName } = input;
  const index = IndexName === undefined ? '' : `/index/${IndexName}`;
  return [wish(action, `${TableName}${index}`)];
}

function transactionWishes(items: unknown): readonly Wish[] {
  const parts = Array.isArray(items) ? items.flatMap((item) => Object.entries(item)) : [];
  return parts.map(([name, part]) => wish(PARTS[name] ?? name, Object(part).TableName));
}

function wish(action: string, table: string): Wish {
  return { action: `dynamodb:${action}`, resource: arn('dynamodb', `table/${table}`) };
}
