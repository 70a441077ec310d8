import * as z from 'zod';
import type { SimulatedQueue } from './queue.ts';

const batchSchema = z.object({
  QueueUrl: z.string(),
  Entries: z.array(
    z.object({
      MessageBody: z.string().optional(),
      DelaySeconds: z.number().default(0),
      ReceiptHandle: z.string().optional(),
      VisibilityTimeout: z.number().default(0),
    }),
  ),
});

/** SQS bills a request for each 64 KiB: aws.amazon.com/sqs/pricing. */
const BILLED_BYTES = 64 * 1024;

/** Answers what functions ask of queues, and counts the requests that are billed. */
export class QueueCommands {
  requests = 0;
  readonly #queues: ReadonlyMap<string, SimulatedQueue>;

  /** `queues` by their names, in which their URLs end. */
  constructor(queues: readonly SimulatedQueue[]) {
    this.#queues = new Map(queues.map((queue) => [queue.name, queue]));
  }

  answer(command: string, input: object): object {
    const { QueueUrl, Entries } = batchSchema.parse(input);
    const queue = this.#queues.get(QueueUrl.split('/').at(-1) ?? '');
    if (!queue) throw new Error(`there is no queue ${QueueUrl}`);
    let bytes = 0;
    for (const { MessageBody = '', DelaySeconds, ReceiptHandle, VisibilityTimeout } of Entries) {
      bytes += MessageBody.length;
      if (command === 'SendMessageBatchCommand') queue.send(MessageBody, DelaySeconds * 1000);
      else queue.changeVisibility(ReceiptHandle ?? '', VisibilityTimeout * 1000);
    }
    this.requests += Math.max(1, Math.ceil(bytes / BILLED_BYTES));
    return { Successful: [], Failed: [] };
  }
}
