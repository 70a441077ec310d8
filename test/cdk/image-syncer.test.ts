import { RemovalPolicy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { synthesiseTemplate } from '../support/cdk.ts';
import { propertiesOf, resourcesOf } from '../support/template.ts';

const template = synthesiseTemplate();

describe('ImageSyncer', () => {
  it('keeps the ids of what holds data: another id would be an empty one', () => {
    const ids = ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::S3::Bucket'].flatMap((type) =>
      Object.keys(resourcesOf(template, type)),
    );

    expect(ids).toEqual([
      'LedgerB7379752',
      'QueuesDeadLettersF0D5D2AD',
      'QueuesCompareD988AFB2',
      'QueuesCopy9E25FE31',
      'QueuesPlanningFailuresBEE1CD08',
      'DefinitionCF7721AC',
    ]);
  });

  it('has one table, on demand, that forgets by itself and can be restored', () => {
    expect(propertiesOf(template, 'AWS::DynamoDB::Table')).toEqual({
      AttributeDefinitions: ['pk', 'sk', 'failing'].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      GlobalSecondaryIndexes: [
        {
          IndexName: 'failing',
          KeySchema: [
            { AttributeName: 'failing', KeyType: 'HASH' },
            { AttributeName: 'pk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: false },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
    expect(resourcesOf(template, 'AWS::DynamoDB::GlobalTable')).toEqual({});
  });

  it('retains what holds data, and deletes it where that is asked for', () => {
    const destroyed = synthesiseTemplate({ syncer: { removalPolicy: RemovalPolicy.DESTROY } });

    for (const type of ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::S3::Bucket']) {
      for (const resource of Object.values(resourcesOf(template, type))) {
        expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
      }
      for (const resource of Object.values(resourcesOf(destroyed, type))) {
        expect(resource['DeletionPolicy']).toBe('Delete');
      }
    }
    expect(propertiesOf(destroyed, 'AWS::DynamoDB::Table').DeletionProtectionEnabled).toBe(false);
  });

  it.each(['Compare', 'Copy'])('gives up a message of the queue %s after its receives', (queue) => {
    const { RedrivePolicy, VisibilityTimeout } = propertiesOf(
      template,
      'AWS::SQS::Queue',
      `Queues${queue}`,
    );
    const worker = propertiesOf(template, 'AWS::Lambda::Function', 'SyncFunction');

    expect(RedrivePolicy).toEqual({
      deadLetterTargetArn: '<QueuesDeadLettersF0D5D2AD.Arn>',
      maxReceiveCount: Number(worker.Environment.Variables.MAX_RECEIVES),
    });
    expect(VisibilityTimeout).toBe(worker.Timeout + 60);
  });

  it('leaves a dead letter that nobody understands alone for an hour, and keeps it for 14 days', () => {
    expect(propertiesOf(template, 'AWS::SQS::Queue', 'QueuesDeadLetters')).toMatchObject({
      VisibilityTimeout: 3600,
      MessageRetentionPeriod: 14 * 24 * 3600,
    });
  });

  it('takes nothing for a queue that does not come over TLS', () => {
    const policies = Object.values(resourcesOf(template, 'AWS::SQS::QueuePolicy'));

    expect(policies).toHaveLength(4);
    for (const { Properties } of policies) {
      expect(JSON.stringify(Properties)).toContain('"aws:SecureTransport":"false"');
    }
  });

  it('makes nothing by a custom resource', () => {
    const types = Object.values(template.Resources).map(({ Type }) => Type);

    expect(types.filter((type) => type.startsWith('Custom::'))).toEqual([]);
    expect(types.filter((type) => type === 'AWS::Lambda::Function')).toHaveLength(3);
  });

  it('names no partition and no domain of AWS', () => {
    const text = JSON.stringify(template);

    expect(text).not.toMatch(/arn:aws[:-]/);
    expect(new Set(text.match(/[\w.-]*amazonaws\.com/g))).toEqual(
      // Names of services are the same in every partition.
      new Set([
        'events.amazonaws.com',
        'lambda.amazonaws.com',
        'delivery.logs.amazonaws.com',
        'scheduler.amazonaws.com',
      ]),
    );
  });
});
