import { systemClock as clock } from '../../mirror/system-clock.ts';
import { openDynamoDbLedger } from '../dynamodb/open-dynamodb-ledger.ts';
import { deadLetterEnvironment, VARIABLES } from '../environment.ts';
import { createEvents } from '../events/create-events.ts';
import type { Log } from '../log.ts';
import { OutcomeMetrics } from '../metrics/outcome-metrics.ts';
import { createDeadLetterConsumer } from './create-dead-letter-consumer.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const DAY_MS = 86_400_000;

/** The consumer of dead letters as the stack has set it up; throws where a variable is missing. */
export function composeDeadLetterConsumer(
  environment: Environment,
  log: Log,
): ReturnType<typeof createDeadLetterConsumer> {
  const told = deadLetterEnvironment.parse(environment);
  const { ledger } = openDynamoDbLedger(told[VARIABLES.tableName], {
    clock,
    historyMs: told[VARIABLES.historyDays] * DAY_MS,
  });
  const service = told[VARIABLES.service];
  const metrics = new OutcomeMetrics({ namespace: told[VARIABLES.metricsNamespace], service });
  const events = createEvents({ busName: told[VARIABLES.eventBusName], service, clock });
  return createDeadLetterConsumer({ ledger, events, clock, log, metrics });
}
