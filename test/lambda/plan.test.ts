import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { VARIABLES } from '../../lib/aws/environment.ts';
import { parseSyncMessage } from '../../lib/aws/sqs/sync-message.ts';
import { useAwsEnvironment } from '../support/aws/aws-environment.ts';
import { type EventBridge, startEventBridge } from '../support/aws/start-event-bridge.ts';
import { describeWith } from '../support/describe-with.ts';
import { type DynamoDbLocal, dynamoDbLocal } from '../support/dynamodb-local.ts';
import { createLedgerTable } from '../support/ledger-table.ts';
import { loadAnew } from '../support/load-anew.ts';

const REGION = 'eu-central-1';
const PLACE = { kind: 's3', bucket: 'definitions', key: 'images.yaml' };
const IMAGE =
  'images: [{ source: "source.example/app:1", target: "mirror.example/external/app:1" }]';

/** As far as the handler and its log use it. */
const CONTEXT = {
  awsRequestId: 'request',
  functionName: 'plan',
  getRemainingTimeInMillis: () => 900_000,
} as Context;

describeWith(['java'], 'the plan function', () => {
  let dynamoDb: DynamoDbLocal;
  let server: FauxqsServer;
  let bus: EventBridge;
  let lines: string[];
  useAwsEnvironment();

  beforeAll(async () => {
    [dynamoDb, server, bus] = await Promise.all([
      dynamoDbLocal(),
      startFauxqs({ port: 0, logger: false, defaultRegion: REGION }),
      startEventBridge(),
    ]);
    server.createBucket(PLACE.bucket);
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    await bus.close();
  });

  beforeEach(() => {
    lines = [];
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    }
    return () => vi.restoreAllMocks();
  });

  async function deployed(): Promise<(event: unknown) => Promise<object>> {
    const { pathname } = new URL(server.createQueue('compare', { region: REGION }).queueUrl);
    const told = {
      [VARIABLES.tableName]: await createLedgerTable(dynamoDb.endpoint),
      [VARIABLES.service]: 'mirror',
      [VARIABLES.eventBusName]: 'default',
      [VARIABLES.historyDays]: '90',
      [VARIABLES.registries]: '{}',
      [VARIABLES.targets]: '[{"registry":"mirror.example","prefix":"external/"}]',
      [VARIABLES.definition]: JSON.stringify(PLACE),
      [VARIABLES.compareQueueUrl]: new URL(pathname, server.address).href,
      [VARIABLES.runTimeoutSeconds]: '43200',
      AWS_LAMBDA_FUNCTION_NAME: 'plan',
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
      AWS_ENDPOINT_URL_SQS: server.address,
      AWS_ENDPOINT_URL_S3: server.address,
      AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
    };
    for (const [name, value] of Object.entries(told)) vi.stubEnv(name, value);
    const module = new URL('../../lambda/plan.ts', import.meta.url);
    const { handler } = await loadAnew<typeof import('../../lambda/plan.ts')>(module);
    return (event) => handler(event, CONTEXT);
  }

  async function commit(text: string): Promise<object> {
    const client = new S3Client({ endpoint: server.address, forcePathStyle: true });
    const { bucket: Bucket, key: Key } = PLACE;
    await client.send(new PutObjectCommand({ Bucket, Key, Body: text }));
    client.destroy();
    return {
      id: text,
      time: new Date().toISOString(),
      source: 'aws.s3',
      'detail-type': 'Object Created',
      detail: { bucket: { name: Bucket }, object: { key: Key } },
    };
  }

  it('turns a commit into messages, and a mistake into an event and a line', {
    timeout: 30_000,
  }, async () => {
    const plan = await deployed();

    const planned = await plan(await commit(IMAGE));
    const refused = await plan(await commit('images: 7'));

    expect(planned).toMatchObject({ state: 'planned', images: 1 });
    const messages = server.inspectQueue('compare')?.messages.ready ?? [];
    expect(messages.map(({ body }) => parseSyncMessage(body))).toMatchObject([
      { request: { target: 'mirror.example/external/app:1' } },
    ]);
    expect(refused).toMatchObject({ runId: null, state: 'skipped' });
    expect(bus.events).toMatchObject([{ detailType: 'Definition Broken' }]);
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({
        level: 'ERROR',
        service: 'mirror',
        function_request_id: 'request',
        file: 's3://definitions/images.yaml',
        line: 1,
        column: 9,
      }),
    );
  });
});
