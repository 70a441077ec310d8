import * as z from 'zod';
import type { CloudFunction } from './cloud-function.ts';
import type { FunctionOutcome } from './lambda-environment.ts';
import type { Permissions } from './permissions.ts';
import { REGION } from './physical-names.ts';
import type { Queues, ReceivedMessage } from './queues.ts';

/** `AWS::Lambda::EventSourceMapping`, of a queue. */
export const mappingSchema = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().default(10),
  Enabled: z.boolean().default(true),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
  FunctionResponseTypes: z.array(z.string()).default([]),
});

const responseSchema = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).default([]) })
  .catch({ batchItemFailures: [] });

/** Makes of what was received the batches that are delivered; each message may stand in several of them. */
export type Arrange = (
  messages: readonly ReceivedMessage[],
) => readonly (readonly ReceivedMessage[])[];

export interface EventSourceOptions {
  readonly mapping: z.infer<typeof mappingSchema>;
  readonly target: CloudFunction;
  readonly queues: Queues;
  readonly permissions: Permissions;
}

/** Lambda allows what a mapping does by the role of the function. */
const POLLING = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** Lambda, when `maximumConcurrency` is not set: far above what a test needs. */
const UNLIMITED = 1000;

/** Takes messages from a queue to a function in batches, as its mapping says. */
export class EventSource {
  readonly queue: string;
  /** Default: as they were received. */
  arrange: Arrange = asReceived;
  /** Whether messages stay in the queue for the time being. */
  paused = false;
  /** How many batches were delivered, and the most of them at a time. */
  tally = { batches: 0, messages: 0, mostAtOnce: 0 };
  readonly #options: EventSourceOptions;
  #running = 0;

  constructor(options: EventSourceOptions) {
    this.#options = options;
    this.queue = options.mapping.EventSourceArn.split(':').at(-1) ?? '';
  }

  clear(): void {
    this.arrange = asReceived;
    this.paused = false;
    this.tally = { batches: 0, messages: 0, mostAtOnce: 0 };
  }

  /** Starts as many batches as there are messages and leave; each promise resolves when that one is done with. */
  async start(): Promise<readonly Promise<void>[]> {
    const { mapping, queues, permissions, target } = this.#options;
    const { EventSourceArn: resource, ScalingConfig, BatchSize, Enabled } = mapping;
    for (const action of POLLING) {
      permissions.allows(target.options.role, { action: `sqs:${action}`, resource });
    }
    const started: Promise<void>[] = [];
    const most = ScalingConfig?.MaximumConcurrency ?? UNLIMITED;
    while (Enabled && !this.paused && this.#running < most) {
      const messages = await queues.receive(this.queue, BatchSize);
      if (messages.length === 0) break;
      started.push(...this.arrange(messages).map((batch) => this.#deliver(batch)));
    }
    return started;
  }

  async #deliver(batch: readonly ReceivedMessage[]): Promise<void> {
    this.#running += 1;
    this.tally.batches += 1;
    this.tally.messages += batch.length;
    this.tally.mostAtOnce = Math.max(this.tally.mostAtOnce, this.#running);
    const { target, queues, mapping } = this.#options;
    const Records = batch.map((message) => record(message, mapping.EventSourceArn));
    const outcome = await target.invoke({ Records });
    await queues.remove(this.queue, this.#succeeded(batch, outcome));
    this.#running -= 1;
  }

  #succeeded(
    batch: readonly ReceivedMessage[],
    outcome: FunctionOutcome,
  ): readonly ReceivedMessage[] {
    if ('error' in outcome) return [];
    if (!this.#options.mapping.FunctionResponseTypes.includes('ReportBatchItemFailures')) {
      return batch;
    }
    const { batchItemFailures } = responseSchema.parse(outcome.result);
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const known = new Set(batch.map(({ MessageId }) => MessageId));
    // Lambda, "Reporting batch item failures": a failure of nobody is a failure of the batch.
    if ([...failed].some((id) => !known.has(id))) return [];
    return batch.filter(({ MessageId }) => !failed.has(MessageId));
  }
}

function asReceived(messages: readonly ReceivedMessage[]) {
  return [messages];
}

function record(message: ReceivedMessage, eventSourceARN: string): object {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: {},
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: REGION,
  };
}
