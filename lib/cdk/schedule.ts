import { type Duration, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { keyStatements } from './encryption.ts';
import { sendStatement } from './service.ts';
import { withoutAbsent } from './without-absent.ts';

/** When the definition is planned although nobody changed it. */
export interface ScheduleProps {
  /** `rate(…)` or `cron(…)` as EventBridge Scheduler takes it. Default: `rate(6 hours)`. */
  readonly expression?: string;
  /** Of a cron expression, as the IANA names it. Default: UTC. */
  readonly timeZone?: string;
  /** How much later than scheduled a run may begin, 1 to 1,440 minutes, so that not all the world asks Docker Hub on the hour. Default: 15 minutes. */
  readonly flexibleWindow?: Duration;
}

export interface PlanScheduleProps extends ScheduleProps {
  readonly planner: IFunction;
  readonly failures: IQueue;
  readonly encryptionKey: IKey | undefined;
}

export const DEFAULT_SCHEDULE = 'rate(6 hours)';

/** A rate as EventBridge Scheduler takes it: its count and its unit. */
export const RATE = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/;

const DEFAULT_WINDOW_MINUTES = 15;

/** Scheduler fills in both parts, so that a delivery that is repeated resumes its run. */
const INPUT = {
  trigger: 'schedule',
  scheduledTime: '<aws.scheduler.scheduled-time>',
  executionId: '<aws.scheduler.execution-id>',
};

/** Asks the planner for a run again and again. */
export class PlanSchedule extends Construct {
  constructor(scope: Construct, id: string, props: PlanScheduleProps) {
    super(scope, id);
    const minutes = props.flexibleWindow?.toMinutes() ?? DEFAULT_WINDOW_MINUTES;
    new CfnSchedule(
      this,
      'Schedule',
      withoutAbsent({
        description: 'Plans images.yaml although nobody changed it',
        scheduleExpression: props.expression ?? DEFAULT_SCHEDULE,
        scheduleExpressionTimezone: props.timeZone,
        flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: minutes },
        target: {
          arn: props.planner.functionArn,
          roleArn: this.#createRole(props).roleArn,
          input: JSON.stringify(INPUT),
          deadLetterConfig: { arn: props.failures.queueArn },
          retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3600 },
        },
      }),
    );
  }

  /** Scheduler sends to the dead-letter queue as this role too. */
  #createRole({ planner, failures, encryptionKey }: PlanScheduleProps): Role {
    const invoke = new PolicyStatement({
      // CDK's own target for Scheduler would add every version of the function.
      actions: ['lambda:InvokeFunction'],
      resources: [planner.functionArn],
    });
    const statements = [invoke, sendStatement(failures), ...keyStatements(encryptionKey, 'sqs')];
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: { Plan: new PolicyDocument({ statements }) },
    });
  }
}
