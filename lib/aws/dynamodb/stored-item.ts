import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type AttributeMap, EXPIRY } from './table-writes.ts';

/** An item with its key. */
export interface StoredItem<Item> {
  readonly pk: string;
  readonly sk: string;
  readonly item: Item;
}

/**
 * The item as it was put, `undefined` where it has expired by `now`. The table is written by this version
 * of the code, or by one that it is an update of, which vouches for the shape.
 */
export function storedItemOf<Item>(
  attributes: AttributeMap,
  now: number,
): StoredItem<Item> | undefined {
  const { pk, sk, [EXPIRY]: expiresAt, ...item } = unmarshall(attributes);
  if (typeof expiresAt === 'number' && expiresAt <= now / 1000) return undefined;
  return { pk, sk, item: item as Item };
}
