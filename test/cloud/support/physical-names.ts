import type { NamedResource } from './template.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';

/** An account's part of the world. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Where the stack of the stories is. */
export const HOME: Place = { account: ACCOUNT, region: REGION };

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
  /** Default: {@link HOME}. */
  readonly place?: Place;
}

type Naming = (name: string, options: Required<NamingOptions>) => Created;

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
  'AWS::DynamoDB::Table': (name, { place }) => named(name, arn('dynamodb', `table/${name}`, place)),
  'AWS::S3::Bucket': (name) => named(name.toLowerCase(), `arn:aws:s3:::${name.toLowerCase()}`),
  'AWS::Lambda::Function': (name, { place }) =>
    named(name, arn('lambda', `function:${name}`, place)),
  'AWS::IAM::Role': (name, { place }) => named(name, `arn:aws:iam::${place.account}:role/${name}`),
  'AWS::Events::Rule': (name, { place }) => named(name, arn('events', `rule/${name}`, place)),
  'AWS::Events::EventBus': (name, { place }) =>
    named(name, arn('events', `event-bus/${name}`, place)),
  'AWS::Logs::LogGroup': (name, { place }) =>
    named(name, arn('logs', `log-group:${name}:*`, place)),
  'AWS::Scheduler::Schedule': (name, { place }) =>
    named(name, arn('scheduler', `schedule/default/${name}`, place)),
  'AWS::KMS::Key': (name, { place }) => named(name, arn('kms', `key/${name}`, place)),
  'AWS::SNS::Topic': (name, { place }) => ({
    ref: arn('sns', name, place),
    attributes: { TopicArn: arn('sns', name, place), TopicName: name },
  }),
  'AWS::SecretsManager::Secret': (name, { place }) => ({
    ref: arn('secretsmanager', `secret:${name}-AbCdEf`, place),
    attributes: {},
  }),
  'AWS::CodeCommit::Repository': (name, { place }) => ({
    ref: `id-of-${name}`,
    attributes: { Arn: arn('codecommit', name, place), Name: name },
  }),
  'AWS::SQS::Queue': (name, { endpoint, place }) => ({
    ref: `${endpoint}/${place.account}/${name}`,
    attributes: { Arn: arn('sqs', name, place), QueueName: name },
  }),
};

/** Names a resource as CloudFormation would: by its own properties where they say, else by stack and logical id. */
export function nameResource(
  { logicalId, type, properties }: NamedResource,
  { place = HOME, ...options }: NamingOptions,
): Created {
  const own = properties[NAME_PROPERTIES[type] ?? ''];
  const name = typeof own === 'string' ? own : `${options.stackName}-${logicalId}`;
  return NAMINGS[type]?.(name, { ...options, place }) ?? named(name, arn('unknown', name));
}

export function arn(service: string, resource: string, { account, region } = HOME): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

function named(name: string, itsArn: string): Created {
  return { ref: name, attributes: { Arn: itsArn, Name: name } };
}
