import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';

/** Gives the answer to a command, such as `SendMessageBatchCommand`; what it throws is what the SDK throws. */
export type AnswerCommand = (name: string, input: object) => Promise<object>;

const CONFIGURATION = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'simulated', secretAccessKey: 'simulated' },
} as const;

const OPTIONS = { name: 'answer', step: 'initialize', priority: 'low' } as const;

/** A client of SQS whose commands never become requests. */
export function answeringSqs(answer: AnswerCommand): SQSClient {
  const client = new SQSClient(CONFIGURATION);
  client.middlewareStack.add(
    (_, { commandName = '' }) =>
      async ({ input }) => {
        const output = { $metadata: {}, ...(await answer(commandName, input)) };
        return { response: {}, output };
      },
    OPTIONS,
  );
  return client;
}

/** A client of EventBridge whose commands never become requests. */
export function answeringEventBridge(answer: AnswerCommand): EventBridgeClient {
  const client = new EventBridgeClient(CONFIGURATION);
  client.middlewareStack.add(
    (_, { commandName = '' }) =>
      async ({ input }) => {
        const output = { $metadata: {}, ...(await answer(commandName, input)) };
        return { response: {}, output };
      },
    OPTIONS,
  );
  return client;
}
