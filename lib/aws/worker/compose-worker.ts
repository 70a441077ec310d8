import { randomUUID } from 'node:crypto';
import type { RetryPolicy } from '../../content/retry.ts';
import { PATIENCE_MS } from '../../mirror/later.ts';
import { SharedBlobs } from '../../mirror/shared-blobs.ts';
import { systemClock } from '../../mirror/system-clock.ts';
import { openDynamoDbLedger } from '../dynamodb/open-dynamodb-ledger.ts';
import { syncEnvironment, VARIABLES } from '../environment.ts';
import { createEvents } from '../events/create-events.ts';
import type { Log } from '../log.ts';
import { OutcomeMetrics } from '../metrics/outcome-metrics.ts';
import { createAwsRepositories } from '../registries/create-aws-repositories.ts';
import { MessageKeeper } from '../sqs/message-keeper.ts';
import { SqsQueue } from '../sqs/sqs-queue.ts';
import type { StandIns } from '../stand-ins.ts';
import { createWorker } from './create-worker.ts';
import { LEASE_MS, LEASE_PATIENCE_MS } from './invocation.ts';
import { COMPARE_LANE_BYTES } from './lane.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const DAY_MS = 86_400_000;

export interface WorkerStandIns extends StandIns {
  /** Default: Powertools'. */
  readonly metrics?: Pick<OutcomeMetrics, 'count' | 'emit' | 'throttled'>;
  /** Default: {@link COMPARE_LANE_BYTES}. */
  readonly compareLaneBytes?: number;
}

const RETRIES = 4;

/** The worker as the stack has set it up; throws where a variable is missing. Nothing is asked before it is called. */
export function composeWorker(
  environment: Environment,
  log: Log,
  standIns: WorkerStandIns = {},
): ReturnType<typeof createWorker> {
  const { clock = systemClock, random = Math.random } = standIns;
  const { compareLaneBytes: maxBytes = COMPARE_LANE_BYTES } = standIns;
  const told = syncEnvironment.parse(environment);
  const service = told[VARIABLES.service];
  const namespace = told[VARIABLES.metricsNamespace];
  const metrics = standIns.metrics ?? new OutcomeMetrics({ namespace, service });
  // Whoever is asked for more patience than this puts the image off, and does something else meanwhile.
  const retry: RetryPolicy = { retries: RETRIES, clock, random, patienceMs: PATIENCE_MS };
  const table = openDynamoDbLedger(told[VARIABLES.tableName], {
    ...{ clock, random, ...standIns.table },
    historyMs: told[VARIABLES.historyDays] * DAY_MS,
  });
  const { repositories } = createAwsRepositories({
    registries: told[VARIABLES.registries],
    targets: told[VARIABLES.targets],
    putImageRate: told[VARIABLES.putImageRate],
    pace: table.pace,
    throttles: table.throttles,
    clock,
    retry,
    environment,
    ...standIns.registries,
    trace: ({ status }) => {
      if (status === 429) metrics.throttled();
    },
  });
  const queueOf = (url: string) => new SqsQueue(url, { clock, random, ...standIns.queues });
  const laneOf = (queueUrl: string) => ({ queueUrl, queue: queueOf(queueUrl) });
  return createWorker({
    ...table,
    repositories,
    sharedBlobs: new SharedBlobs({
      clock,
      others: { holders: table.holders, claims: table.claims },
      leaseMs: LEASE_MS,
      patienceMs: LEASE_PATIENCE_MS,
      impatient: 'defer',
    }),
    largeBlobs: {
      fromBytes: told[VARIABLES.chunkFromBytes],
      chunkBytes: told[VARIABLES.chunkBytes],
      resumeHashFrom: told[VARIABLES.resumeHashFromBytes],
      checkpoints: table.checkpoints,
    },
    compare: { ...laneOf(told[VARIABLES.compareQueueUrl]), maxBytes },
    copy: laneOf(told[VARIABLES.copyQueueUrl]),
    deadLetters: queueOf(told[VARIABLES.deadLetterQueueUrl]),
    createKeeper: (queueUrl) => new MessageKeeper({ queueUrl, clock, log, ...standIns.queues }),
    events: createEvents({
      ...{ busName: told[VARIABLES.eventBusName], service, clock, random, ...standIns.events },
    }),
    clock,
    retry,
    log,
    maxReceives: told[VARIABLES.maxReceives],
    newOwner: randomUUID,
    metrics,
  });
}
