import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** Names an item and tells the compiler, and it alone, what the item holds. */
export interface ItemKey<Item> {
  readonly pk: string;
  readonly sk: string;
  readonly holds?: Item;
}

export type AttributeMap = Record<string, AttributeValue>;

/**
 * A condition on the item, in DynamoDB's language: attributes stand as `#name`, since many of their names are
 * words of that language, and `values` are what stands as `:name`.
 */
export interface Condition {
  readonly condition?: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface PutOptions extends Condition {
  /** Milliseconds since the epoch; absent: never. */
  readonly expiresAt?: number | undefined;
}

export interface UpdateOptions extends Condition {
  /** In the same language as the condition. */
  readonly update: string;
}

/** One item to write, as parameters that all of DynamoDB's calls understand. */
export type Write =
  | ({
      readonly kind: 'put';
      readonly key: ItemKey<unknown>;
      readonly item: AttributeMap;
    } & Condition)
  | ({
      readonly kind: 'update';
      readonly key: ItemKey<unknown>;
      readonly update: string;
    } & Condition)
  | ({ readonly kind: 'delete'; readonly key: ItemKey<unknown> } & Condition);

/** Holds when there is no item, or none that has not expired, of that key. */
export const ABSENT = 'attribute_not_exists(#pk)';

/** Attribute that DynamoDB deletes items by, in seconds. */
export const EXPIRY = 'expiresAt';

/** Replaces the whole item. */
export function put<Item extends object>(
  key: ItemKey<Item>,
  item: NoInfer<Item>,
  { expiresAt, ...condition }: PutOptions = {},
): Write {
  const { pk, sk } = key;
  const expiry = expiresAt === undefined ? {} : { [EXPIRY]: expirySeconds(expiresAt) };
  return { kind: 'put', key, item: attributesOf({ ...item, pk, sk, ...expiry }), ...condition };
}

export function update(key: ItemKey<unknown>, options: UpdateOptions): Write {
  return { kind: 'update', key, ...options };
}

export function remove(key: ItemKey<unknown>, condition: Condition = {}): Write {
  return { kind: 'delete', key, ...condition };
}

/** An item is there for the whole of its last second. */
export function expirySeconds(expiresAt: number): number {
  return Math.ceil(expiresAt / 1000);
}

export function attributesOf(item: object): AttributeMap {
  return marshall(item, { removeUndefinedValues: true });
}

export function keyAttributes({ pk, sk }: ItemKey<unknown>): AttributeMap {
  return attributesOf({ pk, sk });
}

/** The write as a member of a transaction. */
export function transactItemOf(TableName: string, write: Write): TransactWriteItem {
  const parameters = { TableName, ...expressionsOf(write) };
  const Key = keyAttributes(write.key);
  if (write.kind === 'put') return { Put: { ...parameters, Item: write.item } };
  if (write.kind === 'delete') return { Delete: { ...parameters, Key } };
  return { Update: { ...parameters, Key, UpdateExpression: write.update } };
}

/** The expressions' names and values, which may only be given where an expression uses them. */
export function expressionsOf(write: Write) {
  const { condition, values = {} } = write;
  const texts = [condition, write.kind === 'update' ? write.update : undefined];
  const names = namesIn(texts.join(' '));
  const named = Object.entries(values).map(([name, value]) => [`:${name}`, value]);
  return {
    ...(condition !== undefined && { ConditionExpression: condition }),
    ...(names.length > 0 && {
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    }),
    ...(named.length > 0 && {
      ExpressionAttributeValues: attributesOf(Object.fromEntries(named)),
    }),
  };
}

function namesIn(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(/#(\w+)/g), ([, name = '']) => name))];
}
