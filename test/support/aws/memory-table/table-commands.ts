import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type ItemWrite, type MemoryTable, placeOf } from './memory-table.ts';
import { batchGetItem, getItem, query } from './table-reads.ts';
import { deleteOf, partOf, putOf, updateOf } from './write-of.ts';

const NOTHING = { $metadata: {} };

/** Answers a command as DynamoDB does; `betweenPhases` passes while a transaction is prepared and not yet written. */
export async function answerCommand(
  table: MemoryTable,
  { name, input }: { readonly name: string; readonly input: never },
  betweenPhases: () => Promise<void>,
): Promise<object> {
  switch (name) {
    case 'GetItemCommand':
      return getItem(table, input);
    case 'BatchGetItemCommand':
      return batchGetItem(table, input);
    case 'QueryCommand':
      return query(table, input);
    case 'PutItemCommand':
      return writeOne(table, putOf(input));
    case 'UpdateItemCommand':
      return writeOne(table, updateOf(input));
    case 'DeleteItemCommand':
      return writeOne(table, deleteOf(input));
    case 'TransactWriteItemsCommand':
      return await transact(table, input, betweenPhases);
    default:
      throw new Error(`${name} is not simulated`);
  }
}

function writeOne(table: MemoryTable, write: ItemWrite): object {
  if (table.isLocked(placeOf(write.key))) {
    throw new TransactionConflictException({ message: 'a transaction is at work', ...NOTHING });
  }
  const { isWritten, before, after } = table.write(write);
  if (isWritten) return after ? { Attributes: after } : {};
  throw new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    ...NOTHING,
    ...(before && { Item: before }),
  });
}

async function transact(
  table: MemoryTable,
  { TransactItems = [] }: TransactWriteItemsCommandInput,
  betweenPhases: () => Promise<void>,
): Promise<object> {
  const writes = TransactItems.map(partOf);
  const codes = writes.map((write) => refusalOf(table, write));
  if (codes.some((code) => code !== 'None')) {
    for (const write of writes) table.chargeTogether(write);
    const CancellationReasons = codes.map((Code) => ({ Code }));
    const message = `Transaction cancelled [${codes.join(', ')}]`;
    throw new TransactionCanceledException({ message, CancellationReasons, ...NOTHING });
  }
  const unlock = table.lock(writes.map(({ key }) => placeOf(key)));
  try {
    await betweenPhases();
    for (const write of writes) table.writeTogether(write);
  } finally {
    unlock();
  }
  return {};
}

function refusalOf(table: MemoryTable, write: ItemWrite): string {
  if (table.isLocked(placeOf(write.key))) return 'TransactionConflict';
  return table.holds(write) ? 'None' : 'ConditionalCheckFailed';
}
