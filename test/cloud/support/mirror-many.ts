import { Duration } from 'aws-cdk-lib';
import { openDynamoDbLedger } from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import type { RunSummary } from '../../../lib/mirror/run.ts';
import { synthesise } from '../../support/cdk.ts';
import { emulatedDynamoDb } from '../../support/dynamodb-local.ts';
import { startAwsServices } from './aws-services.ts';
import { dollarsFor, type Usage } from './bill.ts';
import type { Cloud } from './cloud.ts';
import { bucketHome } from './definition-home.ts';
import type { Arrange } from './event-source.ts';
import type { ManyImages } from './many-images.ts';
import { startCloud } from './start-cloud.ts';
import { TableUnits } from './table-units.ts';
import { parseTemplate } from './template.ts';
import { bytesUploaded, commits, downloads } from './uploaded.ts';

/** What a run of many images came to, and what it would cost. */
export interface ManyImagesReport {
  readonly run: RunSummary;
  readonly registryRequests: number;
  /** How many blobs the target has got, how often in all, and how many bytes it was sent. */
  readonly uploads: { readonly blobs: number; readonly commits: number; readonly bytes: number };
  /** Bytes of blobs that the source has sent. */
  readonly downloadedBytes: number;
  readonly messages: { readonly sent: number; readonly delivered: number };
  readonly usage: Usage;
  readonly dollars: number;
  readonly denials: readonly object[];
  readonly seconds: number;
}

/** Mirrors `images`, which are closed then, through the synthesised stack, every tenth message delivered twice. */
export async function mirrorMany(images: ManyImages): Promise<ManyImagesReport> {
  const services = await startAwsServices();
  const { template, handlers, dispose } = synthesiseFor(images);
  try {
    const options = { template: parseTemplate(template), handlers, hosts: [], stackName: 'many' };
    const cloud = await startCloud(services, options);
    try {
      return await run(cloud, images);
    } finally {
      await cloud.close();
    }
  } finally {
    await services.close();
    await images.close();
    dispose();
  }
}

/** Without TLS, which the emulators would pay for, not the service. */
function synthesiseFor({ source, target, uploads }: ManyImages) {
  return synthesise({
    bundled: true,
    syncer: {
      registries: {
        [source.host]: { plainHttp: true },
        [target.host]: { plainHttp: true, targetPrefix: 'many/', uploads },
      },
      worker: { timeout: Duration.minutes(15) },
    },
  });
}

async function run(cloud: Cloud, images: ManyImages): Promise<ManyImagesReport> {
  const units = new TableUnits();
  cloud.parts.gateway.observe(units.observe);
  const [compare] = cloud.parts.delivery.sources.filter(({ queue }) => queue.includes('Compare'));
  if (compare) compare.arrange = everyTenthTwice();
  const startedAt = performance.now();
  if (images.clockRate !== undefined) await cloud.parts.clock.slowDown(images.clockRate);

  await bucketHome(cloud).write(JSON.stringify(images.definition));
  await cloud.settle();

  const seconds = (performance.now() - startedAt) / 1000;
  const usage = usageOf(cloud, units);
  const requests = images.source.requests.length + images.target.requests.length;
  return {
    run: await latestRun(cloud),
    registryRequests: requests,
    uploads: uploadsTo(images.target),
    downloadedBytes: sumOf(downloads(images.source.requests)),
    messages: { sent: sentIn(cloud), delivered: compare?.tally.messages ?? 0 },
    usage,
    dollars: dollarsFor(usage),
    denials: cloud.parts.permissions.denials,
    seconds,
  };
}

function uploadsTo({ requests }: ManyImages['target']): ManyImagesReport['uploads'] {
  const times = commits(requests);
  return { blobs: times.size, commits: sumOf(times), bytes: bytesUploaded(requests) };
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function everyTenthTwice(): Arrange {
  let received = 0;
  return (messages) => {
    const again = messages.filter(() => {
      received += 1;
      return received % 10 === 0;
    });
    return again.length > 0 ? [messages, again] : [messages];
  };
}

/** Lambda receives a batch by one request and deletes it by another. */
function usageOf(cloud: Cloud, units: TableUnits): Usage {
  const { gateway, functions, delivery } = cloud.parts;
  const batches = delivery.sources.reduce((sum, { tally }) => sum + tally.batches, 0);
  const calls = gateway.calls.filter(({ service }) => service === 'sqs').length;
  const all = [...functions.values()];
  return {
    readUnits: units.read,
    writeUnits: units.write,
    queueRequests: calls + 2 * batches,
    invocations: all.reduce((sum, { tally }) => sum + tally.invocations, 0),
    gigabyteSeconds: all.reduce(
      (sum, { tally, options }) => sum + (tally.busyMs / 1000) * (options.memoryMb / 1024),
      0,
    ),
  };
}

function sentIn(cloud: Cloud): number {
  return cloud.parts.gateway.calls
    .filter(({ action }) => action === 'SendMessageBatch')
    .reduce((sum, { input }) => sum + Object(input)['Entries'].length, 0);
}

async function latestRun(cloud: Cloud): Promise<RunSummary> {
  const client = emulatedDynamoDb(cloud.parts.services.dynamoDb.endpoint);
  const { ref } = cloud.find('AWS::DynamoDB::Table').created;
  const clock = { now: Date.now, sleep: async () => {} };
  const [run] = await openDynamoDbLedger(ref, { clock, client }).reader.listRuns({ limit: 1 });
  client.destroy();
  if (!run) throw new Error('there is no run');
  return run;
}
