import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Announcements } from './announcements.ts';
import type { WorkQueues } from './work-queues.ts';

export interface AlarmsProps {
  readonly service: string;
  readonly queues: WorkQueues;
  readonly announcements: Announcements;
  readonly functions: {
    readonly plan: IFunction;
    readonly sync: IFunction;
    readonly deadLetters: IFunction;
  };
  readonly topic: ITopic | undefined;
  /** Whole hours; absent: there is no such alarm. */
  readonly staleAfter: Duration | undefined;
}

/** Everything somebody should be told of, by name. */
export type AlarmName =
  | 'deadLetters'
  | 'planningFailures'
  | 'failedRun'
  | 'newConflicts'
  | 'brokenDefinition'
  | 'staleRuns'
  | 'planErrors'
  | 'syncErrors'
  | 'deadLetterErrors'
  | 'throttledFunctions';

interface Rule {
  readonly metric: IMetric;
  /** What has happened, and what to do. */
  readonly runbook: string;
  /** How many periods of the metric in a row. Default: 1. */
  readonly periods?: number;
}

const PERIOD = Duration.minutes(5);

/** Alarms, each with its runbook line as description; they publish to the topic, if there is one. */
export class Alarms extends Construct {
  readonly byName: Readonly<Partial<Record<AlarmName, Alarm>>>;
  readonly #props: AlarmsProps;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.#props = props;
    const { deadLetters, planningFailures } = props.queues;
    this.byName = {
      deadLetters: this.#above('DeadLetters', {
        metric: waiting(deadLetters),
        // What the consumer can record is gone within a minute or two; this is the rest.
        periods: 2,
        runbook:
          'Messages stay in the dead-letter queue that are not understood or, where DeadLetterErrors went off too, not recorded. The log of the dead-letter function has id and beginning of each that is not understood ("dead letter is not understood"); its consumer hides them from the SQS console for an hour at a time. Deploy what understands them, or delete what is foreign.',
      }),
      planningFailures: this.#above('PlanningFailures', {
        metric: waiting(planningFailures),
        runbook:
          'A change or the schedule was not planned. Read the planner log, mend the cause, invoke the plan function with the message in the queue, and delete that.',
      }),
      ...this.#announced(),
      ...this.#errors(),
      ...(props.staleAfter && { staleRuns: this.#stale(props.staleAfter) }),
    };
  }

  #announced() {
    const { failed, conflicts, broken } = this.#props.announcements;
    return {
      failedRun: this.#above('FailedRun', {
        metric: failed,
        runbook:
          'A run completed with images that failed. Run "image-syncer status --failing" for the reasons, and "image-syncer retry --failing" when they are mended.',
      }),
      newConflicts: this.#above('NewConflicts', {
        metric: conflicts,
        runbook:
          'Upstream moved a tag that is mirrored already. Compare both digests in "image-syncer status --failing"; accept with onConflict: overwrite, pin the digest, or leave it.',
      }),
      brokenDefinition: this.#above('BrokenDefinition', {
        metric: broken,
        runbook:
          'images.yaml cannot be used; the last good version stays in force. The planner log names line and column: mend and commit.',
      }),
    };
  }

  #errors() {
    const { plan, sync, deadLetters } = this.#props.functions;
    return {
      planErrors: this.#above('PlanErrors', {
        metric: plan.metricErrors({ period: PERIOD }),
        runbook:
          'The planner failed and is tried again twice. Read its log; what it gives up goes to the planning failures.',
      }),
      syncErrors: this.#above('SyncErrors', {
        metric: sync.metricErrors({ period: PERIOD }),
        periods: 3,
        runbook:
          'Workers end unexpectedly. Look in their log for time limits and memory; their images come back by themselves.',
      }),
      deadLetterErrors: this.#above('DeadLetterErrors', {
        // What fails comes back after an hour: there are no errors in a row.
        metric: deadLetters.metricErrors({ period: PERIOD }),
        runbook:
          'Given-up images could not be recorded, so their runs do not complete. Read the log of the dead-letter function ("dead letter not recorded") and mend the cause; it tries again every hour.',
      }),
      throttledFunctions: this.#above('ThrottledFunctions', {
        metric: throttlesOf([plan, sync, deadLetters]),
        periods: 3,
        runbook:
          'Lambda refuses invocations: the account is out of concurrency. Lower the concurrency of the lanes or raise the quota.',
      }),
    };
  }

  #stale(staleAfter: Duration): Alarm {
    return this.#create('StaleRuns', {
      metric: this.#props.announcements.completed.with({ period: Duration.hours(1) }),
      evaluationPeriods: staleAfter.toHours(),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      // AWS counts no rule that matched nothing: silence is what this is about.
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: `No run completed in ${staleAfter.toHours()} hours. Look for open runs in "image-syncer status --runs", and at the schedule, the planner log and the queues.`,
    });
  }

  #above(id: string, { metric, runbook, periods = 1 }: Rule): Alarm {
    return this.#create(id, {
      metric,
      evaluationPeriods: periods,
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: runbook,
    });
  }

  #create(id: string, props: ConstructorParameters<typeof Alarm>[2]): Alarm {
    const { service, topic } = this.#props;
    const alarmDescription = `${service}: ${props.alarmDescription}`;
    const alarm = new Alarm(this, id, { ...props, alarmDescription });
    if (topic) alarm.addAlarmAction(new SnsAction(topic));
    return alarm;
  }
}

/** Messages in `queue`, those included that its consumer has just looked at and left. */
function waiting(queue: Queue): MathExpression {
  const options = { period: PERIOD, statistic: 'Maximum' };
  return new MathExpression({
    expression: 'visible + invisible',
    usingMetrics: {
      visible: queue.metricApproximateNumberOfMessagesVisible(options),
      invisible: queue.metricApproximateNumberOfMessagesNotVisible(options),
    },
    period: PERIOD,
    label: 'messages',
  });
}

function throttlesOf(functions: readonly IFunction[]): MathExpression {
  const metrics = functions.map((one, position) => [
    `t${position}`,
    one.metricThrottles({ period: PERIOD }),
  ]);
  return new MathExpression({
    expression: metrics.map(([name]) => name).join(' + '),
    usingMetrics: Object.fromEntries(metrics),
    period: PERIOD,
    label: 'throttled invocations',
  });
}
