import type { NamedResource } from './template.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';

/** What `Ref` and `Fn::GetAtt` give for a resource that was created. */
export interface Created {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface NamingOptions {
  /** Begins the name of whatever the template does not name itself. */
  readonly stackName: string;
  /** Origin of the queues' URLs. */
  readonly endpoint: string;
}

type Naming = (name: string, options: NamingOptions) => Created;

/** The property by which a template may name a resource of this type. */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Events::Rule': 'Name',
  'AWS::Events::EventBus': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::CodeCommit::Repository': 'RepositoryName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::Scheduler::Schedule': 'Name',
};

const NAMINGS: Readonly<Record<string, Naming>> = {
  'AWS::DynamoDB::Table': (name) => named(name, arn('dynamodb', `table/${name}`)),
  'AWS::S3::Bucket': (name) => named(name.toLowerCase(), `arn:aws:s3:::${name.toLowerCase()}`),
  'AWS::Lambda::Function': (name) => named(name, arn('lambda', `function:${name}`)),
  'AWS::IAM::Role': (name) => named(name, `arn:aws:iam::${ACCOUNT}:role/${name}`),
  'AWS::Events::Rule': (name) => named(name, arn('events', `rule/${name}`)),
  'AWS::Events::EventBus': (name) => named(name, arn('events', `event-bus/${name}`)),
  'AWS::Logs::LogGroup': (name) => named(name, arn('logs', `log-group:${name}:*`)),
  'AWS::Scheduler::Schedule': (name) => named(name, arn('scheduler', `schedule/default/${name}`)),
  'AWS::KMS::Key': (name) => named(name, arn('kms', `key/${name}`)),
  'AWS::SNS::Topic': (name) => ({
    ref: arn('sns', name),
    attributes: { TopicArn: arn('sns', name), TopicName: name },
  }),
  'AWS::SecretsManager::Secret': (name) => ({
    ref: arn('secretsmanager', `secret:${name}-AbCdEf`),
    attributes: {},
  }),
  'AWS::CodeCommit::Repository': (name) => ({
    ref: `id-of-${name}`,
    attributes: { Arn: arn('codecommit', name), Name: name },
  }),
  'AWS::SQS::Queue': (name, { endpoint }) => ({
    ref: `${endpoint}/${ACCOUNT}/${name}`,
    attributes: { Arn: arn('sqs', name), QueueName: name },
  }),
};

/** Names a resource as CloudFormation would: by its own properties where they say, else by stack and logical id. */
export function nameResource(
  { logicalId, type, properties }: NamedResource,
  options: NamingOptions,
): Created {
  const own = properties[NAME_PROPERTIES[type] ?? ''];
  const name = typeof own === 'string' ? own : `${options.stackName}-${logicalId}`;
  return NAMINGS[type]?.(name, options) ?? named(name, arn('unknown', name));
}

export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

function named(name: string, itsArn: string): Created {
  return { ref: name, attributes: { Arn: itsArn, Name: name } };
}
