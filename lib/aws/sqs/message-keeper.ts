import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '../../clock.ts';
import type { Log } from '../log.ts';
import { sqsClient } from './sqs-client.ts';

export interface MessageKeeperOptions {
  readonly queueUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: one for the region and as whom the environment says. */
  readonly client?: SQSClient;
}

/**
 * How long a message stays hidden after its worker was last heard of. The queue's own visibility may
 * not be below the function's time limit; a worker may shorten that of the messages that it has, so
 * that a dead worker's image comes back within minutes.
 */
const KEPT_SECONDS = 120;
const EVERY_MS = 40_000;

/** What SQS takes in one request. */
const MOST_ENTRIES = 10;

/**
 * Keeps messages hidden for as long as their worker lives, also those that are done: Lambda deletes them
 * when all of their batch is. A receipt that SQS does not know any more is no failure.
 */
export class MessageKeeper {
  readonly #options: MessageKeeperOptions;
  readonly #receipts = new Set<string>();
  readonly #ended = new AbortController();
  #beat: Promise<void> = Promise.resolve();
  #hiding: Promise<void> = Promise.resolve();

  constructor(options: MessageKeeperOptions) {
    this.#options = options;
  }

  /** Resolves when all `receipts` are kept for the first time; they are kept on until the end. */
  async keep(receipts: readonly string[]): Promise<void> {
    for (const receipt of receipts) this.#receipts.add(receipt);
    await this.#hide(receipts, KEPT_SECONDS);
    this.#beat = this.#beatOn();
  }

  /** Keeps a message no longer: it comes back after `seconds`. */
  async returnAfter(receipt: string, seconds: number): Promise<void> {
    this.#receipts.delete(receipt);
    await this.#hide([receipt], seconds);
  }

  async end(): Promise<void> {
    this.#ended.abort();
    await this.#beat;
  }

  async #beatOn(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      // The end interrupts the wait.
      await this.#options.clock.sleep(EVERY_MS, { signal }).catch(() => {});
      if (!signal.aborted) await this.#hide([...this.#receipts], KEPT_SECONDS);
    }
  }

  /** One after another: what was said last of a message holds. */
  #hide(receipts: readonly string[], seconds: number): Promise<void> {
    this.#hiding = this.#hiding.then(() => this.#hideAll(receipts, seconds));
    return this.#hiding;
  }

  async #hideAll(receipts: readonly string[], seconds: number): Promise<void> {
    for (let from = 0; from < receipts.length; from += MOST_ENTRIES) {
      await this.#hideBatch(receipts.slice(from, from + MOST_ENTRIES), seconds);
    }
  }

  /** A message that comes back too early is done twice, which is legal: no reason to stop. */
  async #hideBatch(receipts: readonly string[], seconds: number): Promise<void> {
    const { queueUrl, client = sqsClient(), log } = this.#options;
    const Entries = receipts.map((ReceiptHandle, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: seconds,
    }));
    try {
      await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
    } catch (error) {
      log.warn('messages are not kept hidden', { error });
    }
  }
}
