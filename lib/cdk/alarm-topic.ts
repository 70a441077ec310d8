import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { withoutAbsent } from './without-absent.ts';

export interface AlarmTopicProps {
  readonly alarmTopic?: ITopic;
  readonly alarmEmail?: string;
  readonly encryptionKey?: IKey;
}

/** The topic that alarms are published to: the given one, or one that is made for the address. Without either they only show. */
export function alarmTopicOf(
  scope: Construct,
  { alarmTopic, alarmEmail, encryptionKey }: AlarmTopicProps,
): ITopic | undefined {
  const topic =
    alarmTopic ?? (alarmEmail === undefined ? undefined : createTopic(scope, encryptionKey));
  if (alarmEmail !== undefined) topic?.addSubscription(new EmailSubscription(alarmEmail));
  return topic;
}

function createTopic(scope: Construct, masterKey: IKey | undefined): Topic {
  const topic = new Topic(scope, 'AlarmTopic', withoutAbsent({ masterKey, enforceSSL: true }));
  // Any policy, that about TLS included, takes the place of the one that lets the account's alarms in.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsPublish',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return topic;
}
