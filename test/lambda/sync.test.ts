import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { ulid } from 'ulid';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import {
  type OpenDynamoDbLedger,
  openDynamoDbLedger,
} from '../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import { VARIABLES } from '../../lib/aws/environment.ts';
import { firstMessage } from '../../lib/aws/sqs/sync-message.ts';
import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../../lib/local/embedded-registry/embedded-registry.ts';
import { systemClock as clock } from '../../lib/mirror/system-clock.ts';
import { useAwsEnvironment } from '../support/aws/aws-environment.ts';
import { AwsFailure } from '../support/aws/aws-service.ts';
import { type EventBridge, startEventBridge } from '../support/aws/start-event-bridge.ts';
import { describeWith } from '../support/describe-with.ts';
import { type DynamoDbLocal, dynamoDbLocal } from '../support/dynamodb-local.ts';
import { image } from '../support/image-builder.ts';
import { createLedgerTable } from '../support/ledger-table.ts';
import { loadAnew } from '../support/load-anew.ts';
import { run, syncRequest } from '../support/run-builder.ts';
import { store } from '../support/store.ts';

const REGION = 'eu-central-1';
const QUEUES = ['compare', 'copy', 'dead-letters'] as const;
const BUILT = image();
/** What is older than the history is forgotten. */
const RUN = run({ id: ulid() });

/** As far as the handlers and their log use it. */
const CONTEXT = {
  awsRequestId: 'request',
  functionName: 'sync',
  getRemainingTimeInMillis: () => 900_000,
} as Context;

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

describeWith(['java'], 'the functions that work', () => {
  let dynamoDb: DynamoDbLocal;
  let server: FauxqsServer;
  let bus: EventBridge;
  let registry: EmbeddedRegistry;
  let table: OpenDynamoDbLedger;
  let lines: string[];
  useAwsEnvironment();

  beforeAll(async () => {
    [dynamoDb, server, bus, registry] = await Promise.all([
      dynamoDbLocal(),
      startFauxqs({ port: 0, logger: false, defaultRegion: REGION }),
      startEventBridge(),
      startEmbeddedRegistry(),
    ]);
    for (const queue of QUEUES) server.createQueue(queue, { region: REGION });
    await store(BUILT, registry.storage, { repository: 'app', tag: '1' });
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    await bus.close();
    await registry.close();
  });

  beforeEach(async () => {
    lines = [];
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    }
    server.reset();
    await deploy();
    await table.ledger.openRun(RUN);
    await table.ledger.markPlanned(RUN.id, 1);
    return () => {
      table.close();
      vi.restoreAllMocks();
    };
  });

  async function deploy(): Promise<void> {
    const tableName = await createLedgerTable(dynamoDb.endpoint);
    const told = {
      [VARIABLES.tableName]: tableName,
      [VARIABLES.service]: 'mirror',
      [VARIABLES.metricsNamespace]: 'image-syncer',
      [VARIABLES.eventBusName]: 'default',
      [VARIABLES.historyDays]: '90',
      [VARIABLES.registries]: JSON.stringify({ [registry.host]: { plainHttp: true } }),
      [VARIABLES.targets]: JSON.stringify([{ registry: registry.host, prefix: 'external/' }]),
      [VARIABLES.compareQueueUrl]: urlOf('compare'),
      [VARIABLES.copyQueueUrl]: urlOf('copy'),
      [VARIABLES.deadLetterQueueUrl]: urlOf('dead-letters'),
      [VARIABLES.maxReceives]: '5',
      [VARIABLES.putImageRate]: '5',
      [VARIABLES.chunkFromBytes]: '67108864',
      [VARIABLES.chunkBytes]: '33554432',
      [VARIABLES.resumeHashFromBytes]: '536870912',
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
      AWS_ENDPOINT_URL_SQS: server.address,
      AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
    };
    for (const [name, value] of Object.entries(told)) vi.stubEnv(name, value);
    bus.events.length = 0;
    table = openDynamoDbLedger(tableName, { clock });
  }

  function urlOf(queue: (typeof QUEUES)[number]): string {
    return new URL(`/000000000000/${queue}`, server.address).href;
  }

  function body(): string {
    const source = `${registry.host}/app:1`;
    const target = `${registry.host}/external/app:1`;
    return JSON.stringify(
      firstMessage(syncRequest({ runId: RUN.id, source, target }), clock.now()),
    );
  }

  /** Sends a message, and calls a function with it as Lambda does. */
  async function deliver(
    sent: string,
    { handler, queue }: { readonly handler: Handler; readonly queue: (typeof QUEUES)[number] },
  ): Promise<SQSBatchResponse> {
    server.sendMessage(queue, sent, { region: REGION });
    const client = new SQSClient({});
    const MessageSystemAttributeNames = ['All' as const];
    const { Messages: [received] = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: urlOf(queue), MessageSystemAttributeNames }),
    );
    client.destroy();
    const record = {
      messageId: received?.MessageId,
      receiptHandle: received?.ReceiptHandle,
      body: received?.Body,
      attributes: received?.Attributes,
      eventSourceARN: `arn:aws:sqs:${REGION}:000000000000:${queue}`,
    };
    return await handler({ Records: [record] } as SQSEvent, CONTEXT);
  }

  async function loaded(name: 'sync' | 'dead-letters'): Promise<Handler> {
    const module = new URL(`../../lambda/${name}.ts`, import.meta.url);
    return (await loadAnew<{ readonly handler: Handler }>(module)).handler;
  }

  it('copy an image, complete its run, and measure and log that', { timeout: 30_000 }, async () => {
    const handler = await loaded('sync');

    const answer = await deliver(body(), { handler, queue: 'compare' });

    expect(answer).toEqual({ batchItemFailures: [] });
    const stored = await registry.storage.listManifests('external/app');
    expect(stored).toContainEqual(
      expect.objectContaining({ tag: '1', digest: BUILT.root.descriptor.digest }),
    );
    expect(bus.events).toMatchObject([
      {
        detailType: 'Run Completed',
        detail: { service: 'mirror', run: { counts: { copied: 1 } } },
      },
    ]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { message: 'image synced', service: 'mirror', function_request_id: 'request' },
      { service: 'mirror', ImagesCopied: 1 },
    ]);
  });

  it('keep what nobody understands, for people', { timeout: 30_000 }, async () => {
    const [sync, consume] = [await loaded('sync'), await loaded('dead-letters')];

    const laid = await deliver('no request', { handler: sync, queue: 'compare' });
    expect(server.inspectQueue('dead-letters')?.messages.ready).toMatchObject([
      { body: 'no request' },
    ]);
    const left = await deliver('no request', { handler: consume, queue: 'dead-letters' });

    expect(laid).toEqual({ batchItemFailures: [] });
    expect(left.batchItemFailures).toHaveLength(1);
  });

  it('fail what was given up, and complete its run', { timeout: 30_000 }, async () => {
    const handler = await loaded('dead-letters');

    const answer = await deliver(body(), { handler, queue: 'dead-letters' });

    expect(answer).toEqual({ batchItemFailures: [] });
    const [image] = await table.reader.listFailing();
    expect(image?.outcome).toMatchObject({ error: { code: 'RETRIES_EXHAUSTED' } });
    expect(bus.events).toMatchObject([{ detail: { run: { counts: { failed: 1 } } } }]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'ERROR', message: 'image given up' },
      { ImagesFailed: 1 },
    ]);
  });

  it('fail where the run cannot be announced, and count once what comes again', {
    timeout: 30_000,
  }, async () => {
    const handler = await loaded('dead-letters');
    bus.refuse('PutEvents', new AwsFailure('AccessDeniedException'));

    const failed = deliver(body(), { handler, queue: 'dead-letters' });
    await expect(failed).rejects.toThrow('1 of 1 dead letters could not be recorded');
    const again = await deliver(body(), { handler, queue: 'dead-letters' });

    expect(again).toEqual({ batchItemFailures: [] });
    expect(bus.events).toMatchObject([{ detail: { run: { counts: { failed: 1 } } } }]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'ERROR', message: 'image given up' },
      { level: 'ERROR', message: 'dead letter not recorded', run: RUN.id },
      { ImagesFailed: 1 },
    ]);
  });

  it('say nothing of an image whose run was superseded', { timeout: 30_000 }, async () => {
    const handler = await loaded('dead-letters');
    await table.ledger.supersedeRun(RUN.id, RUN.startedAt);

    const answer = await deliver(body(), { handler, queue: 'dead-letters' });

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(await table.reader.listFailing()).toEqual([]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'INFO', message: 'dead letter dropped', state: 'superseded' },
    ]);
  });
});
