import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * Lets the services use `key` that write to what it encrypts by themselves: a key admits no AWS service
 * unasked. EventBridge sends to the queue of planning failures, CloudWatch to the topic and to the logs.
 * A key that was imported keeps its policy: its owner adds these statements.
 */
export function admitServices(key: IKey, scope: Construct): void {
  const { account, partition, region, urlSuffix } = Stack.of(scope);
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [
        new ServicePrincipal('cloudwatch.amazonaws.com'),
        new ServicePrincipal('events.amazonaws.com'),
      ],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${region}.${urlSuffix}`)],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey*',
        'kms:Describe*',
      ],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*`,
        },
      },
    }),
  );
}

/** AWS services whose calls need the right to use the key of what they keep. */
export type KeyedService = 'dynamodb' | 'ecr' | 's3' | 'secretsmanager' | 'sqs';

const ACTIONS: Readonly<Record<KeyedService, readonly string[]>> = {
  dynamodb: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  // ECR makes the grants that it encrypts by as whoever creates the repository.
  ecr: ['kms:CreateGrant', 'kms:DescribeKey'],
  s3: ['kms:Decrypt'],
  secretsmanager: ['kms:Decrypt'],
  sqs: ['kms:Decrypt', 'kms:GenerateDataKey'],
};

/** The right to use `key` through one AWS service, and in no other way. */
export function keyStatement(key: Pick<IKey, 'keyArn'>, service: KeyedService): PolicyStatement {
  return new PolicyStatement({
    actions: [...ACTIONS[service]],
    resources: [key.keyArn],
    // China's endpoints end in amazonaws.com.cn, and a key may live in another region.
    conditions: { StringLike: { 'kms:ViaService': `${service}.*.amazonaws.com*` } },
  });
}

/** No statement without a key. */
export function keyStatements(
  key: Pick<IKey, 'keyArn'> | undefined,
  ...services: readonly KeyedService[]
): readonly PolicyStatement[] {
  return key === undefined ? [] : services.map((service) => keyStatement(key, service));
}
