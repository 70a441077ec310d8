import { describe, expect, it } from 'vitest';
import { synthesiseTemplate } from '../support/cdk.ts';
import { allowedBy, propertiesOf, resourcesOf } from '../support/template.ts';

const template = synthesiseTemplate();
const roles = Object.keys(resourcesOf(template, 'AWS::IAM::Role'));
const TABLE = '<LedgerB7379752.Arn>';
const EXTERNAL = 'arn:<AWS::Partition>:ecr:<AWS::Region>:<AWS::AccountId>:repository/external/*';
const ANNOUNCE =
  'events:PutEvents on arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:event-bus/default if {"StringEquals":{"events:source":"image-syncer"}}';

function on(resource: string, ...actions: readonly string[]): readonly string[] {
  return actions.map((action) => `${action} on ${resource}`);
}

describe('the role of the planner', () => {
  it('reads the definition and the registries, and writes rows and requests alone', () => {
    expect(allowedBy(template, 'PlanRole')).toEqual(
      [
        ...on('*', 'ecr:GetAuthorizationToken'),
        ...on('<PlanLogsB7DC6D3E.Arn>', 'logs:CreateLogStream', 'logs:PutLogEvents'),
        ...on('<DefinitionCF7721AC.Arn>/images.yaml', 's3:GetObject'),
        ...on('<DefinitionCF7721AC.Arn>', 's3:ListBucket'),
        ...on('<QueuesCompareD988AFB2.Arn>', 'sqs:SendMessage'),
        ...on('<QueuesPlanningFailuresBEE1CD08.Arn>', 'sqs:SendMessage'),
        ...on(EXTERNAL, 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'),
        ...on(EXTERNAL, 'ecr:ListImages'),
        ...on(TABLE, 'dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem'),
        ...on(TABLE, 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'),
        ...on(`${TABLE}/index/failing`, 'dynamodb:Query'),
        ANNOUNCE,
      ].toSorted(),
    );
  });

  it('may invoke itself by its own name, and none of its versions', () => {
    const { PolicyDocument } = propertiesOf(template, 'AWS::IAM::Policy', 'PlanContinue');

    expect(PolicyDocument.Statement).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        Effect: 'Allow',
        Resource: expect.stringMatching(/^<PlanFunction\w+\.Arn>$/),
      },
    ]);
  });
});

describe('the role of the workers', () => {
  it('copies to the prefix, moves messages on, and deletes no image', () => {
    const both = ['<QueuesCompareD988AFB2.Arn>', '<QueuesCopy9E25FE31.Arn>'];

    expect(allowedBy(template, 'SyncRole')).toEqual(
      [
        ...on('*', 'ecr:GetAuthorizationToken'),
        ...on('<SyncLogs28E2F86F.Arn>', 'logs:CreateLogStream', 'logs:PutLogEvents'),
        ...both.flatMap((queue) => [
          ...on(queue, 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'),
          ...on(queue, 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:SendMessage'),
        ]),
        ...on('<QueuesDeadLettersF0D5D2AD.Arn>', 'sqs:SendMessage'),
        ...on(EXTERNAL, 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'),
        ...on(EXTERNAL, 'ecr:BatchCheckLayerAvailability'),
        ...on(EXTERNAL, 'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart'),
        ...on(EXTERNAL, 'ecr:CompleteLayerUpload', 'ecr:PutImage'),
        ...on(EXTERNAL, 'ecr:DescribeRepositories', 'ecr:CreateRepository'),
        ...on(TABLE, 'dynamodb:DeleteItem', 'dynamodb:GetItem'),
        ...on(TABLE, 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'),
        ANNOUNCE,
      ].toSorted(),
    );
  });
});

describe('the role of the consumer of dead letters', () => {
  it('records and announces, and speaks to no registry', () => {
    expect(allowedBy(template, 'DeadLettersRole')).toEqual(
      [
        ...on('<DeadLettersLogs5A2CF3D6.Arn>', 'logs:CreateLogStream', 'logs:PutLogEvents'),
        ...on('<QueuesDeadLettersF0D5D2AD.Arn>', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'),
        ...on('<QueuesDeadLettersF0D5D2AD.Arn>', 'sqs:GetQueueAttributes'),
        ...on(TABLE, 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'),
        ...on(TABLE, 'dynamodb:Query', 'dynamodb:UpdateItem'),
        ANNOUNCE,
      ].toSorted(),
    );
  });
});

describe('the role of the schedule', () => {
  it('invokes the planner itself, and keeps what could not be delivered', () => {
    expect(allowedBy(template, 'ScheduleRole')).toEqual([
      expect.stringMatching(/^lambda:InvokeFunction on <PlanFunction\w+\.Arn>$/),
      'sqs:SendMessage on <QueuesPlanningFailuresBEE1CD08.Arn>',
    ]);
  });

  it('serves this account alone', () => {
    const { AssumeRolePolicyDocument } = propertiesOf(template, 'AWS::IAM::Role', 'ScheduleRole');

    expect(AssumeRolePolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
      }),
    ]);
  });
});

describe('every role', () => {
  it('has no action with a wildcard, no managed policy, and nothing that deletes images', () => {
    const text = JSON.stringify(resourcesOf(template, 'AWS::IAM::Role'));

    expect(roles).toHaveLength(4);
    expect(text).not.toMatch(/"\w+:\w*\*"/);
    expect(text).not.toContain('ManagedPolicyArns');
    expect(text).not.toMatch(/ecr:\w*Delete/);
  });

  it('is given nothing later: what binds to a function adds no policy', () => {
    expect(Object.keys(resourcesOf(template, 'AWS::IAM::Policy'))).toEqual([
      expect.stringMatching(/^PlanContinue/),
    ]);
  });
});
