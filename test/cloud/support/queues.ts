import * as z from 'zod';
import { queueName } from './aws-wishes.ts';
import { exchange } from './exchange.ts';
import { ACCOUNT } from './physical-names.ts';
import { authorization } from './proxied-backend.ts';

/** The account that the emulator's ARNs name. */
const EMULATED_ACCOUNT = '000000000000';

const messageSchema = z.object({ body: z.string(), delayUntil: z.number().optional() });

const inspectionSchema = z.object({
  messages: z.object({
    ready: z.array(messageSchema),
    delayed: z.array(messageSchema),
    inflight: z.array(z.object({ message: messageSchema, visibilityDeadline: z.number() })),
  }),
});

const receivedSchema = z.object({
  Messages: z
    .array(
      z.object({
        MessageId: z.string(),
        ReceiptHandle: z.string(),
        Body: z.string(),
        MD5OfBody: z.string(),
        Attributes: z.record(z.string(), z.string()).default({}),
      }),
    )
    .default([]),
});

export type ReceivedMessage = z.infer<typeof receivedSchema>['Messages'][number];

/** What a queue holds. */
export interface QueueContent {
  readonly ready: readonly string[];
  readonly delayed: readonly string[];
  readonly inFlight: readonly string[];
  /** By the cloud's clock, when the next message will be visible that is not; `undefined` where there is none. */
  readonly nextAt: number | undefined;
}

/** The queues of an emulator, by name. */
export class Queues {
  readonly #endpoint: string;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /** Creates a queue by the attributes of `AWS::SQS::Queue`. */
  async create(name: string, properties: Readonly<Record<string, unknown>>): Promise<void> {
    const { VisibilityTimeout, DelaySeconds, MessageRetentionPeriod, RedrivePolicy } = properties;
    const attributes = {
      VisibilityTimeout,
      DelaySeconds,
      MessageRetentionPeriod,
      RedrivePolicy: RedrivePolicy && emulatedPolicy(RedrivePolicy),
    };
    const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
    await this.#call('CreateQueue', {
      QueueName: name,
      Attributes: Object.fromEntries(given.map(([key, value]) => [key, String(value)])),
    });
  }

  async send(name: string, body: string): Promise<void> {
    await this.#call('SendMessage', { QueueUrl: urlOf(name), MessageBody: body });
  }

  async receive(name: string, most: number): Promise<readonly ReceivedMessage[]> {
    const answer = await this.#call('ReceiveMessage', {
      QueueUrl: urlOf(name),
      MaxNumberOfMessages: most,
      MessageSystemAttributeNames: ['All'],
    });
    return receivedSchema.parse(answer).Messages;
  }

  async remove(name: string, messages: readonly ReceivedMessage[]): Promise<void> {
    for (const { ReceiptHandle } of messages) {
      await this.#call('DeleteMessage', { QueueUrl: urlOf(name), ReceiptHandle });
    }
  }

  async purge(name: string): Promise<void> {
    await this.#call('PurgeQueue', { QueueUrl: urlOf(name) });
  }

  async inspect(name: string): Promise<QueueContent> {
    const response = await fetch(`${this.#endpoint}/_fauxqs/queues/${queueName(name)}`);
    const { ready, delayed, inflight } = inspectionSchema.parse(await response.json()).messages;
    const times = [
      ...delayed.flatMap(({ delayUntil }) => delayUntil ?? []),
      ...inflight.map(({ visibilityDeadline }) => visibilityDeadline),
    ];
    return {
      ready: ready.map(({ body }) => body),
      delayed: delayed.map(({ body }) => body),
      inFlight: inflight.map(({ message }) => message.body),
      nextAt: times.length > 0 ? Math.min(...times) : undefined,
    };
  }

  async #call(action: string, input: object): Promise<unknown> {
    const { status, body } = await exchange(new URL(this.#endpoint), {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${action}`,
        authorization: authorization('sqs'),
      },
      body: JSON.stringify(input),
    });
    if (status !== 200) throw new Error(`${action}: ${body}`);
    const answer: unknown = JSON.parse(body.toString() || '{}');
    return answer;
  }
}

/** The emulator finds a queue by the end of its URL. */
function urlOf(name: string): string {
  return `http://127.0.0.1/${ACCOUNT}/${name}`;
}

function emulatedPolicy(policy: unknown): string {
  return JSON.stringify(policy).replaceAll(`:${ACCOUNT}:`, `:${EMULATED_ACCOUNT}:`);
}
