import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { MemoryTable } from './memory-table.ts';
import { answerCommand } from './table-commands.ts';

export interface TableClientOptions {
  /** Awaited by each command before it does anything. Default: nothing is. */
  readonly arrive?: (command: string) => Promise<void>;
  /** Awaited while the items of a transaction are locked. Default: nothing is. */
  readonly betweenPhases?: () => Promise<void>;
}

/** A client of the SDK whose commands never become requests: `table` answers them, whatever name they call it. */
export function createTableClient(
  table: MemoryTable,
  { arrive = immediately, betweenPhases = immediately }: TableClientOptions = {},
): DynamoDBClient {
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'simulated', secretAccessKey: 'simulated' },
  });
  client.middlewareStack.add(
    (_, { commandName = '' }) =>
      async ({ input }) => {
        await arrive(commandName);
        const command = { name: commandName, input: input as never };
        const answer = await answerCommand(table, command, betweenPhases);
        return { response: {}, output: { $metadata: {}, ...answer } };
      },
    { name: 'memory-table', step: 'initialize', priority: 'low' },
  );
  return client;
}

async function immediately(): Promise<void> {}
