import {
  COPIED_GB,
  HOURS_BETWEEN_RECHECKS,
  POLLS_AN_HOUR,
  RUN,
  STACK,
  UNCHANGED,
} from './figures.ts';
import type { Priced } from './prices.ts';

/** How many of what is priced are used. */
export type Amounts = Readonly<Partial<Record<Priced, number>>>;

/** What one line of the bill is for. */
export interface Usage {
  readonly label: string;
  readonly amounts: Amounts;
}

/** Of a year's twelfth, as AWS reckons. */
const HOURS_A_MONTH = 730;
const GB = 1e9;

/** What a month takes in which so many `images` are compared by every scheduled run, and nothing changed. */
export function usageOf(images: number): readonly Usage[] {
  const runs = HOURS_A_MONTH / STACK.hoursBetweenRuns;
  const compared = images * runs;
  return [
    { label: 'Lambda, workers', amounts: workers(compared) },
    { label: 'Lambda, planner', amounts: planner(compared, runs) },
    { label: 'SQS, messages', amounts: { sqsRequest: compared * UNCHANGED.sqsRequests } },
    { label: 'DynamoDB, writes', amounts: { dynamoDbWriteUnit: writes(compared, runs) } },
    { label: 'DynamoDB, reads', amounts: { dynamoDbReadUnit: reads(compared, runs) } },
    { label: 'DynamoDB, storage', amounts: storage(images) },
    { label: 'Logs', amounts: logs(compared, runs) },
    { label: 'EventBridge', amounts: { event: runs * RUN.events, schedulerInvocation: runs } },
    { label: 'Alarms, metrics, dashboard', amounts: observation() },
    { label: 'SQS, asking empty queues', amounts: { sqsRequest: polls() } },
  ];
}

/** What copying a GB takes, beside the place that it is kept in. */
export function usageOfCopiedGb(): Usage {
  const { workerSeconds, sqsRequests, writeUnits } = COPIED_GB;
  return {
    label: 'a copied GB',
    amounts: {
      lambdaGbSecond: workerSeconds * STACK.workerGb,
      lambdaRequest: 1,
      sqsRequest: sqsRequests,
      dynamoDbWriteUnit: writeUnits,
    },
  };
}

function workers(compared: number): Amounts {
  return {
    lambdaGbSecond: compared * UNCHANGED.workerSeconds * STACK.workerGb,
    lambdaRequest: compared * UNCHANGED.workerInvocations,
  };
}

function planner(compared: number, runs: number): Amounts {
  const seconds = compared * UNCHANGED.plannerSeconds + runs * RUN.plannerSeconds;
  return { lambdaGbSecond: seconds * STACK.plannerGb, lambdaRequest: runs };
}

function writes(compared: number, runs: number): number {
  const rechecked = Math.min(1, STACK.hoursBetweenRuns / HOURS_BETWEEN_RECHECKS);
  const { writeUnits, recheckUnits, plannerWriteUnits } = UNCHANGED;
  return (
    compared * (writeUnits + recheckUnits * rechecked + plannerWriteUnits) + runs * RUN.writeUnits
  );
}

function reads(compared: number, runs: number): number {
  return compared * UNCHANGED.readUnits + runs * RUN.readUnits;
}

function storage(images: number): Amounts {
  const gb = (images * UNCHANGED.tableBytes) / GB;
  return { dynamoDbGbMonth: gb, dynamoDbRecoveryGbMonth: gb };
}

function logs(compared: number, runs: number): Amounts {
  const gb = (compared * UNCHANGED.logBytes + runs * RUN.logBytes) / GB;
  return { logGb: gb, logGbMonth: gb * STACK.logMonths };
}

function observation(): Amounts {
  const { customMetrics, alarmMetrics, dashboards } = STACK;
  return {
    customMetricMonth: customMetrics,
    alarmMetricMonth: alarmMetrics,
    dashboardMonth: dashboards,
  };
}

function polls(): number {
  return STACK.polledQueues * POLLS_AN_HOUR * HOURS_A_MONTH;
}
