import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MessageKeeper } from '../../../lib/aws/sqs/message-keeper.ts';
import { useAwsEnvironment } from '../../support/aws/aws-environment.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { ToldLog } from '../../support/told-log.ts';

const QUEUE = 'copy';

let server: FauxqsServer;
let client: SQSClient;
let url: string;

useAwsEnvironment();

beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false, defaultRegion: 'eu-central-1' });
  client = new SQSClient({ endpoint: server.address });
  const attributes = { VisibilityTimeout: '960' };
  url = server.createQueue(QUEUE, { region: 'eu-central-1', attributes }).queueUrl;
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

describe('MessageKeeper', () => {
  let clock: ManualClock;
  let log: ToldLog;
  let keeper: MessageKeeper;
  let receipts: readonly string[];

  beforeEach(async () => {
    server.reset();
    clock = new ManualClock();
    log = new ToldLog();
    keeper = new MessageKeeper({ queueUrl: url, clock, log, client });
    receipts = [];
    for (const body of ['one', 'two']) server.sendMessage(QUEUE, body, { region: 'eu-central-1' });
    const command = new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await client.send(command);
    receipts = Messages.map(({ ReceiptHandle = '' }) => ReceiptHandle);
  });

  afterEach(() => keeper.end());

  /** In how many seconds each message comes back, by its receipt. */
  function comingBack(): readonly (number | undefined)[] {
    const inFlight = server.inspectQueue(QUEUE)?.messages.inflight ?? [];
    return receipts.map((receipt) => {
      const found = inFlight.find(({ receiptHandle }) => receiptHandle === receipt);
      return found && Math.round((found.visibilityDeadline - Date.now()) / 1000);
    });
  }

  it('has messages come back two minutes after the last sign of life', async () => {
    await keeper.keep(receipts);

    expect(comingBack()).toEqual([120, 120]);
  });

  it('gives a sign of life every 40 seconds', async () => {
    await keeper.keep(receipts);
    await hide(10);

    clock.advance(39_999);
    expect(comingBack()).toEqual([10, 10]);
    clock.advance(1);

    await vi.waitUntil(() => comingBack()[0] === 120);
  });

  it('has the word that was last hold, also where signs of life are under way', async () => {
    await keeper.keep(receipts);
    clock.advance(40_000);

    await keeper.returnAfter(receipts[0] ?? '', 60);

    await vi.waitUntil(() => clock.sleepers === 1);
    expect(comingBack()).toEqual([60, 120]);
  });

  it('has a message come back when it is told to, and leaves it alone then', async () => {
    await keeper.keep(receipts);

    await keeper.returnAfter(receipts[0] ?? '', 60);
    clock.advance(40_000);

    await vi.waitUntil(() => clock.sleepers === 1);
    expect(comingBack()).toEqual([60, 120]);
  });

  it('goes on where a receipt is not known any more', async () => {
    await keeper.keep(['gone', ...receipts]);

    expect(comingBack()).toEqual([120, 120]);
  });

  it('goes on, and says so, where SQS does not answer', async () => {
    const unreachable = new SQSClient({ endpoint: 'http://127.0.0.1:1', maxAttempts: 1 });
    keeper = new MessageKeeper({ queueUrl: url, clock, log, client: unreachable });

    await keeper.keep(receipts);

    expect(log.lines).toMatchObject([{ level: 'warn', message: 'messages are not kept hidden' }]);
    unreachable.destroy();
  });

  it('ends with nobody asleep', async () => {
    await keeper.keep(receipts);

    await keeper.end();

    expect(clock.sleepers).toBe(0);
  });

  /** Has messages come back sooner than the keeper wants. */
  async function hide(seconds: number): Promise<void> {
    for (const ReceiptHandle of receipts) {
      const VisibilityTimeout = seconds;
      const change = { QueueUrl: url, ReceiptHandle, VisibilityTimeout };
      await client.send(new ChangeMessageVisibilityCommand(change));
    }
  }
});
