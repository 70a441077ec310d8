import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendMessages } from '../../../lib/aws/sqs/send-messages.ts';
import { useAwsEnvironment } from '../../support/aws/aws-environment.ts';
import { type AwsService, startAwsService } from '../../support/aws/aws-service.ts';
import { SkippingClock } from '../../support/skipping-clock.ts';

const URL = 'https://sqs.eu-central-1.amazonaws.com/123456789012/compare';

/** Bodies that the queue does not take, and how often. */
const refusals = new Map<string, number>();
const taken: string[] = [];
let service: AwsService;
let client: SQSClient;

useAwsEnvironment();

beforeAll(async () => {
  service = await startAwsService({
    SendMessageBatch: ({ input }) => {
      const entries = [input['Entries']].flat().map((entry) => Object(entry));
      const Failed = entries.filter(({ MessageBody }) => isRefused(MessageBody));
      const Successful = entries.filter((entry) => !Failed.includes(entry));
      taken.push(...Successful.map(({ MessageBody }) => String(MessageBody)));
      return {
        Failed: Failed.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })),
        Successful: Successful.map(({ Id }) => ({ Id, MessageId: Id, MD5OfMessageBody: '' })),
      };
    },
  });
  client = new SQSClient({ endpoint: service.endpoint, md5: false });
});

afterAll(async () => {
  client.destroy();
  await service.close();
});

function isRefused(body: string): boolean {
  const left = refusals.get(body) ?? 0;
  refusals.set(body, left - 1);
  return left > 0;
}

describe('sendMessages', () => {
  let clock: SkippingClock;

  beforeEach(() => {
    clock = new SkippingClock();
    refusals.clear();
    taken.length = 0;
  });

  it('sends again what was not taken of a batch, and nothing else', async () => {
    refusals.set('b', 2).set('c', 1);

    await sendMessages(URL, ['a', 'b', 'c'], { client, clock, random: () => 0.5 });

    expect(taken).toEqual(['a', 'c', 'b']);
    expect(clock.slept).toEqual([300, 600]);
  });

  it('fails where one message is never taken', async () => {
    refusals.set('b', Number.POSITIVE_INFINITY);

    const sending = sendMessages(URL, ['a', 'b'], { client, clock, random: () => 0 });

    await expect(sending).rejects.toThrow('the queue compare takes no messages: InternalError');
    expect(taken).toEqual(['a']);
  });
});
