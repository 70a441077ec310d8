import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '../../clock.ts';
import type { Queue } from '../../mirror/ports.ts';
import type { SyncRequest } from '../../mirror/sync-request.ts';
import { sendMessages } from './send-messages.ts';
import { sqsClient } from './sqs-client.ts';
import { firstMessage, type SyncMessage } from './sync-message.ts';

export interface SqsQueueOptions {
  readonly clock: Clock;
  /** A number from 0 to less than 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Default: one for the region and as whom the environment says. */
  readonly client?: SQSClient;
}

/** The longest that SQS keeps a message back. */
const LONGEST_DELAY_MS = 900_000;

/** A queue between planner and workers. Every method throws `QueueError`. */
export class SqsQueue implements Queue {
  readonly #url: string;
  readonly #options: SqsQueueOptions;

  constructor(url: string, options: SqsQueueOptions) {
    this.#url = url;
    this.#options = options;
  }

  async send(requests: readonly SyncRequest[]): Promise<void> {
    const now = this.#options.clock.now();
    const messages = requests.map((request) => firstMessage(request, now));
    await this.#send(messages.map((message) => JSON.stringify(message)));
  }

  /** Sends a message that follows another one, kept back for `delayMs`, 15 minutes at most. */
  async sendOn(message: SyncMessage, delayMs = 0): Promise<void> {
    const delaySeconds = Math.ceil(Math.min(delayMs, LONGEST_DELAY_MS) / 1000);
    await this.#send([JSON.stringify(message)], delaySeconds);
  }

  /** Sends what is no message of ours, as it is. */
  async sendRaw(body: string): Promise<void> {
    await this.#send([body]);
  }

  async #send(bodies: readonly string[], delaySeconds = 0): Promise<void> {
    const { clock, random = Math.random, client = sqsClient() } = this.#options;
    await sendMessages(this.#url, bodies, { client, clock, random, delaySeconds });
  }
}
