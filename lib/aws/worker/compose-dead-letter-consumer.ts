import { systemClock } from '../../mirror/system-clock.ts';
import { openDynamoDbLedger } from '../dynamodb/open-dynamodb-ledger.ts';
import { deadLetterEnvironment, VARIABLES } from '../environment.ts';
import { createEvents } from '../events/create-events.ts';
import type { Log } from '../log.ts';
import { OutcomeMetrics } from '../metrics/outcome-metrics.ts';
import type { WorkerStandIns } from './compose-worker.ts';
import { createDeadLetterConsumer } from './create-dead-letter-consumer.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const DAY_MS = 86_400_000;

/** The consumer of dead letters as the stack has set it up; throws where a variable is missing. */
export function composeDeadLetterConsumer(
  environment: Environment,
  log: Log,
  standIns: WorkerStandIns = {},
): ReturnType<typeof createDeadLetterConsumer> {
  const { clock = systemClock, random = Math.random } = standIns;
  const told = deadLetterEnvironment.parse(environment);
  const { ledger } = openDynamoDbLedger(told[VARIABLES.tableName], {
    ...{ clock, random, ...standIns.table },
    historyMs: told[VARIABLES.historyDays] * DAY_MS,
  });
  const service = told[VARIABLES.service];
  const namespace = told[VARIABLES.metricsNamespace];
  const metrics = standIns.metrics ?? new OutcomeMetrics({ namespace, service });
  const busName = told[VARIABLES.eventBusName];
  const events = createEvents({ busName, service, ...{ clock, random, ...standIns.events } });
  return createDeadLetterConsumer({ ledger, events, clock, log, metrics });
}
