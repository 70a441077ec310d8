import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { ImageSyncerProps, WorkerProps } from './image-syncer-props.ts';
import { importDefinition, importNetwork, importRegistries } from './imported.ts';
import type { ScheduleProps } from './schedule.ts';
import type { Settings } from './settings.ts';
import { targetProps } from './settings-targets.ts';
import { whenGiven } from './when-given.ts';
import { withoutAbsent } from './without-absent.ts';

/** The construct's props that `settings` name, in `scope`, where things that are there already are imported. */
export function propsOf(scope: Construct, settings: Settings): ImageSyncerProps {
  return withoutAbsent({
    ...durationsOf(settings),
    ...importsOf(scope, settings),
    targets: settings.targets.map((target) => targetProps(scope, target)),
    definition: whenGiven(settings.definition, (given) => importDefinition(scope, given)),
    registries: whenGiven(settings.registries, (given) => importRegistries(scope, given)),
    schedule: scheduleOf(settings),
    worker: workerOf(settings),
    encryptionKey: keyOf(scope, settings),
    plannerMemoryMiB: settings.plannerMemoryMiB,
    putImageRate: settings.putImageRate,
    // The enumeration's members are the days themselves.
    logRetention: settings.logRetentionDays,
    alarmEmail: settings.alarmEmail,
    removalPolicy: whenGiven(settings.removalPolicy, (policy) => REMOVAL[policy]),
    serviceName: settings.serviceName,
    tracing: settings.tracing,
    environment: settings.environment,
  });
}

const REMOVAL = { retain: RemovalPolicy.RETAIN, destroy: RemovalPolicy.DESTROY } as const;

function durationsOf({ staleAfterHours, runTimeoutHours, historyRetentionDays }: Settings) {
  return {
    staleAfter: whenGiven(staleAfterHours, hours),
    runTimeout: whenGiven(runTimeoutHours, hours),
    historyRetention: whenGiven(historyRetentionDays, (days) => Duration.days(days)),
  };
}

/** CDK takes no fractions of an hour, nor of a minute. */
function hours(count: number): Duration {
  return Duration.seconds(Math.round(count * 3600));
}

function importsOf(scope: Construct, settings: Settings) {
  const { alarmTopicArn, eventBusName, permissionsBoundary, network } = settings;
  return {
    alarmTopic: whenGiven(alarmTopicArn, (arn) => Topic.fromTopicArn(scope, 'AlarmTopic', arn)),
    eventBus: whenGiven(eventBusName, (name) => EventBus.fromEventBusName(scope, 'EventBus', name)),
    permissionsBoundary: whenGiven(permissionsBoundary, (arn) =>
      ManagedPolicy.fromManagedPolicyArn(scope, 'PermissionsBoundary', arn),
    ),
    network: whenGiven(network, (given) => importNetwork(scope, given)),
  };
}

function keyOf(scope: Construct, { encryptionKey, removalPolicy }: Settings): IKey | undefined {
  if (encryptionKey === undefined) return undefined;
  if (encryptionKey !== 'create') return Key.fromKeyArn(scope, 'EncryptionKey', encryptionKey);
  return new Key(scope, 'EncryptionKey', {
    description: 'Table, queues, topic and logs of image-syncer',
    enableKeyRotation: true,
    removalPolicy: REMOVAL[removalPolicy ?? 'retain'],
  });
}

function scheduleOf({ schedule }: Settings): ScheduleProps | false | undefined {
  if (schedule === undefined || schedule === false) return schedule;
  const { flexibleWindowMinutes: minutes, ...rest } = schedule;
  return { ...rest, ...(minutes !== undefined && { flexibleWindow: Duration.minutes(minutes) }) };
}

function workerOf({ worker }: Settings): WorkerProps | undefined {
  if (worker === undefined) return undefined;
  const { timeoutSeconds, chunkFromMiB, chunkSizeMiB, resumeHashFromMiB, ...rest } = worker;
  return withoutAbsent({
    ...rest,
    timeout: whenGiven(timeoutSeconds, (seconds) => Duration.seconds(seconds)),
    chunkFrom: whenGiven(chunkFromMiB, mebibytes),
    chunkSize: whenGiven(chunkSizeMiB, mebibytes),
    resumeHashFrom: whenGiven(resumeHashFromMiB, mebibytes),
  });
}

function mebibytes(count: number): Size {
  return Size.mebibytes(count);
}
