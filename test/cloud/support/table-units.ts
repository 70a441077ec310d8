import { itemBytes, transactionUnits } from '../../../lib/aws/dynamodb/item-size.ts';
import type { AwsAnswer } from './aws-call.ts';
import type { CallByRole } from './gateway.ts';

type Item = Parameters<typeof itemBytes>[0];

const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;

/**
 * Counts what a table on demand would bill, from the sizes of items: DynamoDB Local tells less than that.
 * An update counts by what it says, which for our counters and states is all of a kilobyte.
 */
export class TableUnits {
  read = 0;
  write = 0;

  readonly observe = ({ service, action, body }: CallByRole, answer: AwsAnswer): void => {
    if (service !== 'dynamodb' || answer.status !== 200) return;
    const input = parse(body);
    const output = parse(answer.body);
    switch (action) {
      case 'TransactWriteItems':
        for (const part of listOf(input['TransactItems'])) {
          for (const said of Object.values(part)) this.write += transactionUnits(sizeOf(said));
        }
        return;
      case 'PutItem':
      case 'UpdateItem':
      case 'DeleteItem':
        this.write += Math.max(1, Math.ceil(sizeOf(input) / WRITE_UNIT_BYTES));
        return;
      default:
        this.#read(input, output);
    }
  };

  /** A query is billed by all that it read together, a single item by itself. */
  #read(input: Record<string, unknown>, output: Record<string, unknown>): void {
    const items = [...listOf(output['Items']), ...(output['Item'] ? [Object(output['Item'])] : [])];
    const bytes = items.reduce((sum: number, item) => sum + itemBytes(item), 0);
    const units = Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES));
    this.read += input['ConsistentRead'] === true ? units : units / 2;
  }
}

function sizeOf(said: unknown): number {
  const { Item, Key = {}, ExpressionAttributeValues = {} } = Object(said);
  if (Item) return itemBytes(Item);
  return itemBytes(Key as Item) + itemBytes(ExpressionAttributeValues as Item);
}

/** Bytes travel as base64. */
function parse(body: string | Buffer): Record<string, unknown> {
  return JSON.parse(body.toString() || '{}', (key, value: unknown) =>
    key === 'B' && typeof value === 'string' ? Buffer.from(value, 'base64') : value,
  );
}

function listOf(value: unknown): readonly Item[] {
  return Array.isArray(value) ? value : [];
}
