import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import type { Clock } from '../../clock.ts';
import { problemOf } from '../aws-error.ts';
import { batchesOf } from './batches.ts';
import { QueueError } from './errors.ts';

export interface SendMessagesOptions {
  readonly client: SQSClient;
  readonly clock: Clock;
  readonly random: () => number;
  /** How long SQS keeps the messages back, in whole seconds. Default: 0. */
  readonly delaySeconds?: number;
}

/** How many requests are under way; each carries up to ten messages. */
const REQUESTS_AT_A_TIME = 16;

/** A batch can be taken in part; how often what was left is sent again. */
const ROUNDS = 6;
const FIRST_DELAY_MS = 200;

/** Sends every body at least once. Throws {@link QueueError} where the queue goes on refusing one. */
export async function sendMessages(
  queueUrl: string,
  bodies: readonly string[],
  options: SendMessagesOptions,
): Promise<void> {
  const send = (batch: readonly string[]) => sendBatch(queueUrl, batch, options);
  await pMap(batchesOf(bodies), send, { concurrency: REQUESTS_AT_A_TIME });
}

async function sendBatch(
  queueUrl: string,
  batch: readonly string[],
  options: SendMessagesOptions,
): Promise<void> {
  let left = batch;
  for (let round = 0; ; round += 1) {
    const { refused, reason } = await sendOnce(queueUrl, left, options);
    if (refused.length === 0) return;
    if (round === ROUNDS - 1) throw new QueueError(queueUrl, reason);
    left = refused;
    await options.clock.sleep(FIRST_DELAY_MS * 2 ** round * (1 + options.random()));
  }
}

async function sendOnce(
  queueUrl: string,
  bodies: readonly string[],
  { client, delaySeconds }: SendMessagesOptions,
): Promise<{ readonly refused: readonly string[]; readonly reason: string }> {
  const Entries = bodies.map((MessageBody, index) => ({
    Id: String(index),
    MessageBody,
    ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
  }));
  try {
    const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries });
    const { Failed = [] } = await client.send(command);
    const refused = Failed.flatMap(({ Id }) => bodies[Number(Id)] ?? []);
    return { refused, reason: Failed.map(({ Code, Message }) => Message ?? Code).join(', ') };
  } catch (error) {
    throw new QueueError(queueUrl, problemOf(error), error);
  }
}
