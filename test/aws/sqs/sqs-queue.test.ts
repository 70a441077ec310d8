import { SQSClient } from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { QueueError } from '../../../lib/aws/sqs/errors.ts';
import { SqsQueue } from '../../../lib/aws/sqs/sqs-queue.ts';
import { firstMessage, parseSyncMessage } from '../../../lib/aws/sqs/sync-message.ts';
import { useAwsEnvironment } from '../../support/aws/aws-environment.ts';
import { syncRequest } from '../../support/run-builder.ts';
import { SkippingClock } from '../../support/skipping-clock.ts';

const QUEUE = 'compare';

let server: FauxqsServer;
let client: SQSClient;
let url: string;

useAwsEnvironment();

beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false, defaultRegion: 'eu-central-1' });
  client = new SQSClient({ endpoint: server.address });
  url = server.createQueue(QUEUE, { region: 'eu-central-1' }).queueUrl;
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

describe('SqsQueue', () => {
  let clock: SkippingClock;
  let queue: SqsQueue;

  beforeEach(() => {
    server.reset();
    clock = new SkippingClock();
    queue = new SqsQueue(url, { clock, client, random: () => 0 });
  });

  function held() {
    const messages = server.inspectQueue(QUEUE)?.messages;
    return { ready: messages?.ready ?? [], delayed: messages?.delayed ?? [] };
  }

  it('sends every request once, as a first message', async () => {
    const requests = Array.from({ length: 25 }, (_, position) => syncRequest({ position }));

    await queue.send(requests);

    const messages = held().ready.map(({ body }) => parseSyncMessage(body));
    const inOrder = messages.toSorted(
      (one, other) => Number(one?.request.position) - Number(other?.request.position),
    );
    expect(inOrder).toEqual(requests.map((request) => firstMessage(request, clock.now())));
  });

  it('sends nothing for nothing', async () => {
    await queue.send([]);

    expect(held().ready).toEqual([]);
  });

  it('keeps back what follows another message, in whole seconds', async () => {
    const message = firstMessage(syncRequest(), clock.now());
    const before = Date.now();

    await queue.sendOn(message, 30_001);

    const [sent] = held().delayed;
    expect(parseSyncMessage(sent?.body ?? '')).toEqual(message);
    expect(Number(sent?.delayUntil) - before).toBeGreaterThanOrEqual(31_000);
  });

  it('keeps back no longer than SQS can', async () => {
    await queue.sendOn(firstMessage(syncRequest(), clock.now()), 3_600_000);

    expect(held().delayed).toHaveLength(1);
  });

  it('passes on what is no message of ours as it is', async () => {
    await queue.sendRaw('no request at all');

    expect(held().ready.map(({ body }) => body)).toEqual(['no request at all']);
  });

  it('says which queue does not take messages', async () => {
    const missing = new SqsQueue(`${url}-missing`, { clock, client });

    const sending = missing.send([syncRequest()]);

    await expect(sending).rejects.toThrow(QueueError);
    await expect(sending).rejects.toThrow(/^the queue compare-missing takes no messages: /);
  });
});
