import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { synthesiseTemplate } from '../support/cdk.ts';
import { propertiesOf, resourcesOf } from '../support/template.ts';

const template = synthesiseTemplate();
const alarms = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'));

describe('the alarms', () => {
  it('each say whose they are, and what to do', () => {
    expect(alarms).toHaveLength(10);
    for (const { Properties } of alarms) {
      expect(Properties['AlarmDescription']).toMatch(/^ImageSyncer: .{40,}\.$/);
    }
  });

  it.each([
    ['FailedRun', 'AnnouncementsFailed'],
    ['NewConflicts', 'AnnouncementsConflicts'],
    ['BrokenDefinition', 'AnnouncementsBroken'],
  ])('%s is of what AWS counts of a rule: it costs no metric', (alarm, rule) => {
    const { Name } = propertiesOf(template, 'AWS::Events::Rule', rule);

    expect(propertiesOf(template, 'AWS::CloudWatch::Alarm', `Alarms${alarm}`)).toMatchObject({
      Namespace: 'AWS/Events',
      MetricName: 'MatchedEvents',
      Dimensions: [{ Name: 'RuleName', Value: Name }],
      Statistic: 'Sum',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('count a message that stays in the dead-letter queue, looked at or not', () => {
    const { Metrics } = propertiesOf(template, 'AWS::CloudWatch::Alarm', 'AlarmsDeadLetters');
    const names = JSON.stringify(Metrics);

    expect(names).toContain('ApproximateNumberOfMessagesVisible');
    expect(names).toContain('ApproximateNumberOfMessagesNotVisible');
    expect(names).toContain('<QueuesDeadLettersF0D5D2AD.QueueName>');
  });

  it('tell of the first error of the consumer of dead letters: the next one is an hour away', () => {
    const ids = Object.keys(resourcesOf(template, 'AWS::Lambda::Function'));
    const consumer = ids.find((id) => id.startsWith('DeadLetters'));

    expect(
      propertiesOf(template, 'AWS::CloudWatch::Alarm', 'AlarmsDeadLetterErrors'),
    ).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: `<${consumer}>` }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  it('tell that no run completed in twice the interval: silence is what breaches', () => {
    expect(propertiesOf(template, 'AWS::CloudWatch::Alarm', 'AlarmsStaleRuns')).toMatchObject({
      MetricName: 'MatchedEvents',
      Period: 3600,
      EvaluationPeriods: 12,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('show where nobody is told', () => {
    for (const { Properties } of alarms) expect(Properties).not.toHaveProperty('AlarmActions');
    expect(resourcesOf(template, 'AWS::SNS::Topic')).toEqual({});
  });

  it('are published to a topic that is made for an address, over TLS', () => {
    const mailed = synthesiseTemplate({ syncer: { alarmEmail: 'ops@example.com' } });

    const [topic = ''] = Object.keys(resourcesOf(mailed, 'AWS::SNS::Topic'));
    for (const { Properties } of Object.values(resourcesOf(mailed, 'AWS::CloudWatch::Alarm'))) {
      expect(Properties['AlarmActions']).toEqual([`<${topic}>`]);
    }
    expect(propertiesOf(mailed, 'AWS::SNS::Subscription')).toMatchObject({
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    });
    // A policy takes the place of the default one, which would let the account's alarms in.
    expect(propertiesOf(mailed, 'AWS::SNS::TopicPolicy').PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny' }),
      expect.objectContaining({
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
      }),
    ]);
  });

  it('are published to a topic that is there already, and counted on the bus that is given', () => {
    const given = synthesiseTemplate({
      syncer: (stack) => ({
        alarmTopic: Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:ops'),
        eventBus: EventBus.fromEventBusName(stack, 'Bus', 'platform'),
      }),
    });

    const alarm = propertiesOf(given, 'AWS::CloudWatch::Alarm', 'AlarmsFailedRun');
    const rule = propertiesOf(given, 'AWS::Events::Rule', 'AnnouncementsFailed');
    expect(alarm.AlarmActions).toEqual(['arn:aws:sns:eu-west-1:111122223333:ops']);
    expect(alarm.Dimensions).toEqual([
      { Name: 'EventBusName', Value: 'platform' },
      { Name: 'RuleName', Value: rule.Name },
    ]);
    expect(rule.EventBusName).toBe('platform');
    // What AWS itself tells comes to the default bus.
    expect(propertiesOf(given, 'AWS::Events::Rule', 'Changes')).not.toHaveProperty('EventBusName');
  });
});

describe('the schedule', () => {
  it('invokes the planner every 6 hours, with the time and a name for each time', () => {
    const { Target, ...schedule } = propertiesOf(template, 'AWS::Scheduler::Schedule');

    expect(schedule).toMatchObject({
      ScheduleExpression: 'rate(6 hours)',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
    });
    expect(Target).toMatchObject({
      Arn: expect.stringMatching(/^<PlanFunction/),
      Input:
        '{"trigger":"schedule","scheduledTime":"<aws.scheduler.scheduled-time>","executionId":"<aws.scheduler.execution-id>"}',
      DeadLetterConfig: { Arn: '<QueuesPlanningFailuresBEE1CD08.Arn>' },
    });
  });

  it('follows the clock of a time zone, which is watched for two days', () => {
    const nightly = synthesiseTemplate({
      syncer: { schedule: { expression: 'cron(0 3 * * ? *)', timeZone: 'Europe/Berlin' } },
    });

    expect(propertiesOf(nightly, 'AWS::Scheduler::Schedule')).toMatchObject({
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    });
    expect(
      propertiesOf(nightly, 'AWS::CloudWatch::Alarm', 'AlarmsStaleRuns').EvaluationPeriods,
    ).toBe(48);
  });

  it('can be off: then nobody expects runs, unless that is said', () => {
    const off = synthesiseTemplate({ syncer: { schedule: false } });
    const watched = synthesiseTemplate({
      syncer: { schedule: false, staleAfter: Duration.days(7) },
    });

    expect(resourcesOf(off, 'AWS::Scheduler::Schedule')).toEqual({});
    expect(Object.keys(resourcesOf(off, 'AWS::CloudWatch::Alarm')).join()).not.toContain('Stale');
    expect(
      propertiesOf(watched, 'AWS::CloudWatch::Alarm', 'AlarmsStaleRuns').EvaluationPeriods,
    ).toBe(168);
  });

  it('refuses a time that CloudWatch cannot watch', () => {
    expect(() => synthesiseTemplate({ syncer: { staleAfter: Duration.days(8) } })).toThrow(
      'staleAfter is 8 days; CloudWatch takes up to 7 days',
    );
  });
});

describe('the announcements', () => {
  it('are matched for this deployment alone, and written to a log group', () => {
    const rules = Object.entries(resourcesOf(template, 'AWS::Events::Rule')).filter(([id]) =>
      id.startsWith('Announcements'),
    );

    expect(rules).toHaveLength(4);
    for (const [, { Properties }] of rules) {
      expect(Properties).toMatchObject({
        EventPattern: { source: ['image-syncer'], detail: { service: ['ImageSyncer'] } },
        Targets: [{ Arn: expect.stringMatching(/:log-group:<AnnouncementsLogs\w+>$/) }],
      });
    }
  });
});
