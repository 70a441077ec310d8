import { randomUUID } from 'node:crypto';
import {
  type DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { isPassing, refusedConditions } from './cancellation.ts';
import { Patience, type PatienceOptions } from './patience.ts';
import { transactItemOf, type Write } from './table-writes.ts';

/**
 * Writes all items or none, see `Table.transact`. Throws what the SDK throws.
 *
 * The SDK repeats a request whose answer was lost. The token makes DynamoDB do that transaction once, so it stays the
 * same, and the writes with it, from then on: a new one could find what the first has done.
 */
export async function writeTogether(
  client: DynamoDBClient,
  table: string,
  build: () => readonly Write[],
  options: PatienceOptions,
): Promise<ReadonlySet<number>> {
  const patience = new Patience(options);
  let input = inputOf(table, build());
  let isRepeated = false;
  for (;;) {
    const cancelled = await send(client, input);
    if (!cancelled) return new Set();
    const refused = refusedConditions(cancelled);
    if (refused.size > 0) return refused;
    if (!isPassing(cancelled) || !(await patience.wait())) throw cancelled;
    isRepeated ||= (cancelled.$metadata.attempts ?? 1) > 1;
    if (!isRepeated) input = inputOf(table, build());
  }
}

function inputOf(table: string, writes: readonly Write[]): TransactWriteItemsCommandInput {
  const TransactItems = writes.map((write) => transactItemOf(table, write));
  return { TransactItems, ClientRequestToken: randomUUID() };
}

/** Resolves to why the transaction was cancelled, `undefined` where it was done. */
async function send(
  client: DynamoDBClient,
  input: TransactWriteItemsCommandInput,
): Promise<TransactionCanceledException | undefined> {
  try {
    await client.send(new TransactWriteItemsCommand(input));
    return undefined;
  } catch (error) {
    if (error instanceof TransactionCanceledException) return error;
    throw error;
  }
}
