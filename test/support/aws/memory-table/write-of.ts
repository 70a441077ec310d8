import type {
  DeleteItemCommandInput,
  PutItemCommandInput,
  TransactWriteItem,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { AttributeMap } from '../../../../lib/aws/dynamodb/table-writes.ts';
import { changeOf } from './change.ts';
import { type ItemWrite, ValidationError } from './memory-table.ts';

/** docs.aws.amazon.com/amazondynamodb, "Constraints": in bytes. */
const LONGEST_KEYS = { pk: 2048, sk: 1024 } as const;

type Common = Pick<
  PutItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

export function putOf({ Item = {}, ...common }: Partial<PutItemCommandInput>): ItemWrite {
  return { ...expressionsOf(common), key: keyOf(Item), change: () => Item };
}

export function updateOf(input: Partial<UpdateItemCommandInput>): ItemWrite {
  const { Key = {}, UpdateExpression = '' } = input;
  return { ...expressionsOf(input), key: keyOf(Key), change: changeOf(UpdateExpression) };
}

export function deleteOf({ Key = {}, ...common }: Partial<DeleteItemCommandInput>): ItemWrite {
  return { ...expressionsOf(common), key: keyOf(Key), change: () => undefined };
}

export function partOf({ Put, Update, Delete }: TransactWriteItem): ItemWrite {
  if (Put) return putOf(Put);
  if (Update) return updateOf(Update);
  if (Delete) return deleteOf(Delete);
  throw new ValidationError('a part of the transaction is not understood');
}

function expressionsOf(common: Common): Pick<ItemWrite, 'condition' | 'names' | 'values'> {
  return {
    condition: common.ConditionExpression,
    names: common.ExpressionAttributeNames,
    values: common.ExpressionAttributeValues,
  };
}

function keyOf({ pk, sk }: Partial<AttributeMap>): AttributeMap {
  if (!pk?.S || !sk?.S) throw new ValidationError('a key is missing or empty');
  if (pk.S.length > LONGEST_KEYS.pk || sk.S.length > LONGEST_KEYS.sk) {
    throw new ValidationError('a key is too long');
  }
  return { pk, sk };
}
