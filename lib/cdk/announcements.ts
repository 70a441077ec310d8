import { ArnFormat, Duration, Names, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type EventPattern,
  type IEventBus,
  type IRuleTarget,
  Match,
  type OnEventOptions,
  Rule,
} from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ILogGroup, LogGroup, type LogGroupProps, ResourcePolicy } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { withoutAbsent } from './without-absent.ts';

/** Of every event that the functions put on the bus. */
export const EVENT_SOURCE = 'image-syncer';

/** What the service announces. */
export type Announcement = 'Run Completed' | 'Image Conflict' | 'Definition Broken';

export interface AnnouncementsProps {
  readonly service: string;
  readonly eventBus: IEventBus | undefined;
  readonly logs: LogGroupProps;
}

/**
 * Rules that match what the service announces. They write it to a log group, which the dashboard asks for
 * the last runs, and AWS counts what they match: alarms on that cost no metric of our own.
 */
export class Announcements extends Construct {
  readonly logGroup: LogGroup;
  /** Runs that completed, whatever became of their images. */
  readonly completed: Metric;
  /** Runs that completed with an image that failed. */
  readonly failed: Metric;
  /** Images that conflict and did not conflict with the same content before. */
  readonly conflicts: Metric;
  /** Texts of images.yaml that cannot be used. */
  readonly broken: Metric;
  readonly #props: AnnouncementsProps;
  readonly #rulesName: string;

  constructor(scope: Construct, id: string, props: AnnouncementsProps) {
    super(scope, id);
    this.#props = props;
    this.#rulesName = Names.uniqueResourceName(this, { maxLength: 50, separator: '-' });
    this.logGroup = new LogGroup(this, 'Logs', props.logs);
    this.#letEventBridgeWrite();
    this.completed = this.#count('Completed', 'Run Completed');
    this.failed = this.#count('Failed', 'Run Completed', {
      run: { counts: { failed: Match.greaterThan(0) } },
    });
    this.conflicts = this.#count('Conflicts', 'Image Conflict');
    this.broken = this.#count('Broken', 'Definition Broken');
  }

  /** A rule for one kind of announcement, on the bus where it is made. */
  on(scope: Construct, id: string, announcement: Announcement, options: OnEventOptions = {}): Rule {
    const rule = new Rule(
      scope,
      id,
      withoutAbsent({
        ruleName: options.ruleName,
        description: options.description,
        eventBus: this.#props.eventBus,
        eventPattern: this.#pattern(announcement),
      }),
    );
    if (options.eventPattern) rule.addEventPattern(options.eventPattern);
    rule.addTarget(options.target);
    return rule;
  }

  #count(
    id: string,
    announcement: Announcement,
    detail: Readonly<Record<string, unknown>> = {},
  ): Metric {
    // Named, since what CloudFormation calls a rule on a bus other than the default one is no rule's name.
    const ruleName = `${this.#rulesName}-${id}`;
    new Rule(
      this,
      id,
      withoutAbsent({
        ruleName,
        description: `Counts "${announcement}" of ${this.#props.service}`,
        eventBus: this.#props.eventBus,
        eventPattern: this.#pattern(announcement, detail),
        targets: [logTarget(this.logGroup)],
      }),
    );
    return this.#matchedBy(ruleName);
  }

  /** Rules of the default bus are counted by their own name alone, those of others by the bus's too. */
  #matchedBy(ruleName: string): Metric {
    const { eventBus } = this.#props;
    return new Metric({
      namespace: 'AWS/Events',
      metricName: 'MatchedEvents',
      dimensionsMap: {
        RuleName: ruleName,
        ...(eventBus && { EventBusName: eventBus.eventBusName }),
      },
      statistic: 'Sum',
      period: Duration.minutes(5),
    });
  }

  #pattern(
    announcement: Announcement,
    detail: Readonly<Record<string, unknown>> = {},
  ): EventPattern {
    return {
      source: [EVENT_SOURCE],
      detailType: [announcement],
      detail: { service: [this.#props.service], ...detail },
    };
  }

  #letEventBridgeWrite(): void {
    new ResourcePolicy(this, 'Policy', {
      policyStatements: [
        new PolicyStatement({
          principals: [
            new ServicePrincipal('events.amazonaws.com'),
            new ServicePrincipal('delivery.logs.amazonaws.com'),
          ],
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [this.logGroup.logGroupArn],
        }),
      ],
    });
  }
}

/** CDK's own target would add a custom resource for the policy. */
function logTarget(logGroup: ILogGroup): IRuleTarget {
  const arn = Stack.of(logGroup).formatArn({
    service: 'logs',
    resource: 'log-group',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    resourceName: logGroup.logGroupName,
  });
  return { bind: () => ({ arn }) };
}
