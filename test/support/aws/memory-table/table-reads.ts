import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  GetItemCommandInput,
  QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { itemBytes } from '../../../../lib/aws/dynamodb/item-size.ts';
import type { AttributeMap } from '../../../../lib/aws/dynamodb/table-writes.ts';
import { type MemoryTable, placeOf, ValidationError } from './memory-table.ts';
import type { Row } from './sorted-items.ts';
import { readUnits } from './table-meter.ts';

/** What one answer of a query holds at most. */
const PAGE_BYTES = 1024 * 1024;

export function getItem(table: MemoryTable, input: GetItemCommandInput): object {
  const place = placeOf(input.Key ?? {});
  const row = table.get(place);
  table.meter.read(place.pk, readUnits(row?.bytes ?? 0, input.ConsistentRead === true));
  return row ? { Item: row.item } : {};
}

/** Each item is charged by itself. */
export function batchGetItem(
  table: MemoryTable,
  { RequestItems = {} }: BatchGetItemCommandInput,
): Partial<BatchGetItemCommandOutput> {
  const found = Object.entries(RequestItems).map(
    ([name, { Keys = [], ConsistentRead = false }]) => {
      const items = Keys.flatMap((Key) => {
        const { Item } = getItem(table, { TableName: name, Key, ConsistentRead }) as {
          Item?: AttributeMap;
        };
        return Item ? [Item] : [];
      });
      return [name, items] as const;
    },
  );
  return { Responses: Object.fromEntries(found), UnprocessedKeys: {} };
}

/** A query of the ledger: one partition by a range of sort keys, or the index by its name. */
export function query(table: MemoryTable, input: QueryCommandInput): object {
  return input.IndexName === undefined ? queryPartition(table, input) : queryIndex(table);
}

function queryPartition(table: MemoryTable, input: QueryCommandInput): object {
  const { ':pk': pk, ':from': from, ':to': to } = input.ExpressionAttributeValues ?? {};
  if (pk?.S === undefined || from?.S === undefined || to?.S === undefined) {
    throw new ValidationError(`not understood: ${input.KeyConditionExpression}`);
  }
  const isForward = input.ScanIndexForward !== false;
  const rows = table.between(pk.S, from.S, to.S);
  const ordered = after(input.ExclusiveStartKey, isForward ? rows : rows.toReversed());
  const page = pageOf(ordered, input.Limit);
  const bytes = page.reduce((sum, row) => sum + row.bytes, 0);
  table.meter.read(pk.S, readUnits(bytes, input.ConsistentRead === true));
  const last = page.length < ordered.length ? page.at(-1) : undefined;
  return {
    Items: page.map(({ item }) => item),
    ...(last && { LastEvaluatedKey: { pk, sk: { S: last.sk } } }),
  };
}

function queryIndex(table: MemoryTable): object {
  const items = table.failing();
  const bytes = items.reduce((sum, item) => sum + itemBytes(item), 0);
  table.meter.read('', readUnits(bytes, false));
  return { Items: items };
}

function after(start: AttributeMap | undefined, rows: readonly Row[]): readonly Row[] {
  if (!start) return rows;
  const { sk } = placeOf(start);
  return rows.slice(rows.findIndex((row) => row.sk === sk) + 1);
}

function pageOf(rows: readonly Row[], limit = Number.POSITIVE_INFINITY): readonly Row[] {
  let bytes = 0;
  const end = rows.findIndex((row, position) => {
    bytes += row.bytes;
    return position >= limit || bytes > PAGE_BYTES;
  });
  return end === -1 ? rows : rows.slice(0, Math.max(1, end));
}
