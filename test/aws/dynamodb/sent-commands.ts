import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A command as it was sent, such as `QueryCommand`. */
export interface SentCommand {
  readonly name: string;
  readonly input: object;
}

/** What `client` sends from now on; `stop` ends it. */
export function listenTo(client: DynamoDBClient): { sent: SentCommand[]; stop(): void } {
  const sent: SentCommand[] = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        sent.push({ name: String(commandName), input: args.input });
        return next(args);
      },
    { name: LISTENER, step: 'initialize', override: true },
  );
  return { sent, stop: () => client.middlewareStack.remove(LISTENER) };
}

const LISTENER = 'listener';
