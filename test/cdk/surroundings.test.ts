import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { synthesiseTemplate } from '../support/cdk.ts';
import { allowedBy, propertiesOf, resourcesOf } from '../support/template.ts';

describe('a key of its own', () => {
  const template = synthesiseTemplate({
    syncer: (stack) => ({ encryptionKey: new Key(stack, 'Key'), alarmEmail: 'a@example.com' }),
  });
  const [key = ''] = Object.keys(resourcesOf(template, 'AWS::KMS::Key'));

  it('encrypts table, queues, topic and logs', () => {
    expect(propertiesOf(template, 'AWS::DynamoDB::Table').SSESpecification).toEqual({
      KMSMasterKeyId: `<${key}.Arn>`,
      SSEEnabled: true,
      SSEType: 'KMS',
    });
    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::SQS::Queue'))) {
      expect(Properties['KmsMasterKeyId']).toBe(`<${key}.Arn>`);
    }
    expect(propertiesOf(template, 'AWS::SNS::Topic').KmsMasterKeyId).toBe(`<${key}.Arn>`);
    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::Logs::LogGroup'))) {
      expect(Properties['KmsKeyId']).toBe(`<${key}.Arn>`);
    }
  });

  it('admits the services that write what it encrypts, for this account alone', () => {
    expect(statementsOfKey()).toContainEqual(
      expect.objectContaining({
        Principal: { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com'] },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
      }),
    );
  });

  it('admits the logs of this account', () => {
    expect(statementsOfKey()).toContainEqual(
      expect.objectContaining({
        Principal: { Service: 'logs.<AWS::Region>.<AWS::URLSuffix>' },
        Condition: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn':
              'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:*',
          },
        },
      }),
    );
  });

  it.each(['PlanRole', 'SyncRole', 'DeadLettersRole'])(
    'is used by %s through its services',
    (role) => {
      const used = allowedBy(template, role).filter((line) => line.startsWith('kms:'));

      expect(used).toContain(
        `kms:GenerateDataKey on <${key}.Arn> if {"StringLike":{"kms:ViaService":"sqs.*.amazonaws.com*"}}`,
      );
      expect(used).toContain(
        `kms:Decrypt on <${key}.Arn> if {"StringLike":{"kms:ViaService":"dynamodb.*.amazonaws.com*"}}`,
      );
    },
  );

  it('lets the schedule keep what it could not deliver', () => {
    expect(allowedBy(template, 'ScheduleRole').join()).toContain('kms:GenerateDataKey');
  });

  function statementsOfKey(): readonly unknown[] {
    return propertiesOf(template, 'AWS::KMS::Key').KeyPolicy.Statement;
  }
});

describe('a network', () => {
  const template = synthesiseTemplate({
    syncer: (stack) => ({
      network: {
        vpc: Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] }),
        subnets: {
          subnets: [
            Subnet.fromSubnetAttributes(stack, 'Subnet', {
              subnetId: 'subnet-1',
              routeTableId: 'rtb-1',
            }),
          ],
        },
        securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
      },
    }),
  });

  it.each(['Plan', 'Sync', 'DeadLetters'])(
    'has %s run in it, with the right to interfaces',
    (id) => {
      expect(propertiesOf(template, 'AWS::Lambda::Function', `${id}Function`).VpcConfig).toEqual({
        SubnetIds: ['subnet-1'],
        SecurityGroupIds: ['sg-1'],
      });
      expect(allowedBy(template, `${id}Role`)).toEqual(
        expect.arrayContaining([
          'ec2:CreateNetworkInterface on *',
          'ec2:DeleteNetworkInterface on *',
          'ec2:DescribeNetworkInterfaces on *',
        ]),
      );
    },
  );
});

describe.each([
  ['China', 'cn-north-1', 'aws-cn'],
  ['GovCloud', 'us-gov-west-1', 'aws-us-gov'],
])('the partition of %s', (_, region, partition) => {
  const template = synthesiseTemplate({
    env: { account: '123456789012', region },
    syncer: (stack) => ({ encryptionKey: new Key(stack, 'Key'), alarmEmail: 'a@example.com' }),
  });

  it('is meant by every ARN', () => {
    const text = JSON.stringify(template);

    expect(text).not.toMatch(/arn:aws:/);
    for (const line of allowedBy(template, 'SyncRole')) {
      expect(line).toMatch(new RegExp(` on (?:\\*|<.+|arn:(?:<AWS::Partition>|${partition}):.+)`));
    }
  });

  it('has registries under its own domain', () => {
    const { TARGETS } = propertiesOf(template, 'AWS::Lambda::Function', 'SyncFunction').Environment
      .Variables;

    expect(TARGETS).toContain(`"registry":"123456789012.dkr.ecr.${region}.<AWS::URLSuffix>"`);
  });
});
