import type { AwsCall } from './aws-call.ts';
import { dynamoWishes } from './dynamo-wishes.ts';
import { repositoryArn } from './ecr-actions.ts';
import type { CallByRole } from './gateway.ts';
import { arn } from './physical-names.ts';
import type { Wish } from './statement.ts';

/** What a call needs: AWS's "Service Authorization Reference". */
export function awsWishes(call: CallByRole): readonly Wish[] {
  const wishes = SERVICES[call.service];
  if (!wishes) throw new Error(`the cloud has no service ${call.service} (${call.action})`);
  return wishes(call);
}

/** Objects of a bucket: whoever may not list it is not told that a key is missing. */
export function listBucketWish({ url }: AwsCall): Wish {
  return { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucketAndKey(url).bucket}` };
}

type Wishes = (call: CallByRole) => readonly Wish[];

const SERVICES: Readonly<Record<string, Wishes>> = {
  dynamodb: dynamoWishes,
  sqs: ({ action, input }) => [
    { action: `sqs:${action.replace(/Batch$/, '')}`, resource: queueArn(input['QueueUrl']) },
  ],
  s3: s3Wishes,
  lambda: lambdaWishes,
  events: eventWishes,
  secretsmanager: ({ action, input }) => [
    { action: `secretsmanager:${action}`, resource: String(input['SecretId']) },
  ],
  codecommit: ({ action, input }) => [
    {
      action: `codecommit:${action}`,
      resource: arn('codecommit', String(input['repositoryName'])),
    },
  ],
  ecr: ecrWishes,
  'ecr-public': () => [
    { action: 'ecr-public:GetAuthorizationToken', resource: '*' },
    {
      action: 'sts:GetServiceBearerToken',
      resource: '*',
      context: { 'sts:AWSServiceName': ['ecr-public.amazonaws.com'] },
    },
  ],
  sts: ({ action, input }) => [{ action: `sts:${action}`, resource: String(input['RoleArn']) }],
};

/** SQS knows queues by URL alone. */
export function queueArn(url: unknown): string {
  return arn('sqs', queueName(url));
}

export function queueName(url: unknown): string {
  return String(url).split('/').at(-1) ?? '';
}

function bucketAndKey(url: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', ...key] = (url.split('?', 1)[0] ?? '').split('/').map(decodeURIComponent);
  return { bucket, key: key.join('/') };
}

function s3Wishes({ method, url }: AwsCall): readonly Wish[] {
  const { bucket, key } = bucketAndKey(url);
  const version = new URL(url, 'http://s3').searchParams.has('versionId') ? 'Version' : '';
  if (key === '') return [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` }];
  const verb = method === 'GET' || method === 'HEAD' ? 'Get' : 'Put';
  return [{ action: `s3:${verb}Object${version}`, resource: `arn:aws:s3:::${bucket}/${key}` }];
}

function lambdaWishes({ url }: AwsCall): readonly Wish[] {
  return [{ action: 'lambda:InvokeFunction', resource: arn('lambda', `function:${invoked(url)}`) }];
}

/** The name of the function that an Invoke is about; it may be given as an ARN. */
export function invoked(url: string): string {
  const [, name = ''] = /\/functions\/([^/]+)\/invocations/.exec(decodeURIComponent(url)) ?? [];
  return name.split(':').at(-1) ?? '';
}

function eventWishes({ input }: AwsCall): readonly Wish[] {
  const entries: unknown = input['Entries'];
  return (Array.isArray(entries) ? entries : []).map((entry) => ({
    action: 'events:PutEvents',
    resource: arn(
      'events',
      `event-bus/${String(entry.EventBusName ?? 'default')
        .split('/')
        .at(-1)}`,
    ),
    context: {
      'events:source': [String(entry.Source)],
      'events:detail-type': [String(entry.DetailType)],
    },
  }));
}

function ecrWishes({ action, input, region, caller }: CallByRole): readonly Wish[] {
  if (action === 'GetAuthorizationToken') return [{ action: `ecr:${action}`, resource: '*' }];
  const { repositoryName, repositoryNames, registryId = caller.role.split(':')[4], tags } = input;
  const names = Array.isArray(repositoryNames) ? repositoryNames : [repositoryName];
  const actions = [action, ...(Array.isArray(tags) && tags.length > 0 ? ['TagResource'] : [])];
  return names.flatMap((name) =>
    actions.map((one) => ({
      action: `ecr:${one}`,
      resource: repositoryArn(String(name), { account: String(registryId), region }),
    })),
  );
}
