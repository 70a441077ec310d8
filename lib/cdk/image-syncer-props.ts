import type { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { DefinitionProps } from './definition-home.ts';
import type { NetworkProps } from './network-props.ts';
import type { Registries } from './registry.ts';
import type { ScheduleProps } from './schedule.ts';
import type { TargetProps } from './target.ts';

/** Everything that can be said about a deployment; only where images may go has no default. */
export interface ImageSyncerProps {
  /** Registries of ECR that images may be copied to. Others are named in `registries`, by `targetPrefix`. */
  readonly targets: readonly TargetProps[];
  /** Where images.yaml is kept. Default: in a versioned bucket that is created. */
  readonly definition?: DefinitionProps;
  /** By host, as references spell it: who logs in there, and how it is spoken to. Default: everything is read anonymously. */
  readonly registries?: Registries;
  /** When everything is compared although nobody changed images.yaml. Default: every 6 hours; `false`: never. */
  readonly schedule?: ScheduleProps | false;
  /** How long no run may complete before that is an alarm, up to 7 days. Default: twice the schedule's rate, 2 days of a cron expression, no alarm without a schedule. */
  readonly staleAfter?: Duration;
  /** After this, images of a run that nobody heard of are lost and it is closed. Default: 12 hours. */
  readonly runTimeout?: Duration;
  readonly worker?: WorkerProps;
  /** Memory of the planner in MiB. Default: 1,024. */
  readonly plannerMemoryMiB?: number;
  /** Manifests a second that all workers together put into one registry of ECR. Default: 5, half of ECR's quota. */
  readonly putImageRate?: number;
  /** Encrypts table, queues, topic and logs, and admits the AWS services that write there. A key that is imported needs those statements from its owner. Default: keys of AWS. */
  readonly encryptionKey?: IKey;
  /** A network that the functions run in. Default: none. */
  readonly network?: NetworkProps;
  /** Of every role. Default: none. */
  readonly permissionsBoundary?: IManagedPolicy;
  /** Of the functions' logs and of the announcements. Default: 3 months. */
  readonly logRetention?: RetentionDays;
  /** How long runs and their outcomes are kept, in whole days. Default: 90 days. */
  readonly historyRetention?: Duration;
  /** Alarms are published there. Default: one that is created for `alarmEmail`; without either alarms only show. */
  readonly alarmTopic?: ITopic;
  /** Subscribed to the topic; whoever reads it has to confirm. Default: none. */
  readonly alarmEmail?: string;
  /** Where the service announces what happens. Default: the account's default bus. */
  readonly eventBus?: IEventBus;
  /** Of table, queues, logs and whatever holds images.yaml. Default: `RETAIN`, with deletion protection of the table. */
  readonly removalPolicy?: RemovalPolicy;
  /** Names this deployment in events, metrics and logs. Default: made of the construct's path. */
  readonly serviceName?: string;
  /** Whether AWS X-Ray traces the functions, at a price a trace. Default: `false`. */
  readonly tracing?: boolean;
  /** More variables of the functions, such as `HTTPS_PROXY` and `NO_PROXY`. Default: none. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The functions' code: `plan`, `sync` and `dead-letters`, each with a `handler`. Default: bundled from the sources. */
  readonly code?: Code;
}

/** How the workers are sized, and how many there are at a time. */
export interface WorkerProps {
  /** In MiB. Default: 1,769, which is one processor; more does not make its network faster. */
  readonly memoryMiB?: number;
  /** Up to 15 minutes. Default: 15 minutes; what takes longer is handed on. */
  readonly timeout?: Duration;
  /** Workers that compare images, ten at a time, and copy the small ones: 2 to 1,000. Default: 5. */
  readonly compareConcurrency?: number;
  /** Workers that copy images with more than 64 MiB to move: 2 to 1,000. Default: 10. */
  readonly copyConcurrency?: number;
  /** How often a message is delivered before its image has failed. Default: 8, about an hour of retries. */
  readonly maxReceives?: number;
  /** The smallest blob that goes up in chunks, each of which another worker can go on from. Default: 64 MiB. */
  readonly chunkFrom?: Size;
  /** Of a chunk, which is what a worker that dies costs at most: 5 MiB or more. Default: 32 MiB. */
  readonly chunkSize?: Size;
  /** The smallest blob whose hash is saved with each chunk; others are read again from their start. Default: 512 MiB. */
  readonly resumeHashFrom?: Size;
}
