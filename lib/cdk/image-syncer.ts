import type { Alarm, Dashboard, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { OnEventOptions, Rule } from 'aws-cdk-lib/aws-events';
import { type Grant, type IGrantable, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmTopicOf } from './alarm-topic.ts';
import { type AlarmName, Alarms } from './alarms.ts';
import { Announcements } from './announcements.ts';
import { assertProps } from './assert-props.ts';
import { createChangeRule } from './change-rule.ts';
import { createFunctions, type HandlerFunctions } from './create-functions.ts';
import { createService } from './create-service.ts';
import { createDashboard } from './dashboard.ts';
import { admitServices } from './encryption.ts';
import { grantInvoke, grantRows } from './grants.ts';
import type { ImageSyncerProps } from './image-syncer-props.ts';
import { PlanSchedule } from './schedule.ts';
import type { Service } from './service.ts';
import { type BytesHow, type ImageStatus, ServiceMetrics } from './service-metrics.ts';
import { staleAfterOf } from './stale-after.ts';
import { logPropsOf, surroundingsOf } from './surroundings.ts';
import type { WorkQueues } from './work-queues.ts';

/** The functions of a deployment. */
export interface Functions {
  readonly plan: IFunction;
  readonly sync: IFunction;
  readonly deadLetters: IFunction;
}

/**
 * Keeps copies of the images that images.yaml names in registries of yours: a commit or a schedule starts a
 * run, every image of it goes through a queue to a worker, and a table and a dashboard say what became of it.
 */
export class ImageSyncer extends Construct {
  /** Names this deployment in events, metrics and logs. */
  readonly serviceName: string;
  /** Runs, outcomes and everything between them. */
  readonly table: Table;
  readonly queues: WorkQueues;
  readonly functions: Functions;
  /** Of the functions. */
  readonly logGroups: Readonly<Record<keyof Functions, ILogGroup>>;
  /** Where images.yaml is put, if that is in S3. */
  readonly bucket: Bucket | IBucket | undefined;
  /** Where images.yaml is pushed, if that is to CodeCommit. */
  readonly repository: IRepository | undefined;
  readonly dashboard: Dashboard;
  /** Without `staleRuns` where nothing says how often runs should complete. */
  readonly alarms: Readonly<Partial<Record<AlarmName, Alarm>>>;
  /** Where alarms are published, if anywhere. */
  readonly alarmTopic: ITopic | undefined;
  readonly #service: Service;
  readonly #metrics: ServiceMetrics;
  readonly #announcements: Announcements;

  constructor(scope: Construct, id: string, props: ImageSyncerProps) {
    super(scope, id);
    assertProps(props);
    if (props.permissionsBoundary) PermissionsBoundary.of(this).apply(props.permissionsBoundary);
    if (props.encryptionKey) admitServices(props.encryptionKey, this);
    const service = createService(this, props);
    const surroundings = surroundingsOf(props);
    const handlers = createFunctions(this, { service, surroundings, props });
    this.#service = service;
    this.#metrics = new ServiceMetrics(service.name);
    this.#announcements = new Announcements(this, 'Announcements', {
      service: service.name,
      eventBus: props.eventBus,
      logs: logPropsOf(surroundings),
    });
    this.serviceName = service.name;
    this.table = service.table;
    this.queues = service.queues;
    this.bucket = service.home.bucket;
    this.repository = service.home.repository;
    this.functions = functionsOf(handlers);
    this.logGroups = logGroupsOf(handlers);
    this.alarmTopic = alarmTopicOf(this, props);
    this.alarms = this.#createAlarms(props);
    this.dashboard = createDashboard(this, 'Dashboard', {
      service,
      metrics: this.#metrics,
      announcements: this.#announcements,
      handlers,
      alarms: this.alarms,
    });
    this.#createTriggers(props);
  }

  /** Lets `grantee` read the ledger, as `image-syncer status --table` does. */
  grantRead(grantee: IGrantable): Grant {
    return grantRows(this.table, grantee, this.#service.encryptionKey);
  }

  /** Lets `grantee` open a run of what failed, as `image-syncer retry --table` does. */
  grantRetry(grantee: IGrantable): Grant {
    return this.grantRead(grantee).combine(this.grantRun(grantee));
  }

  /** Lets `grantee` start a run by hand, by invoking the planner. */
  grantRun(grantee: IGrantable): Grant {
    return grantInvoke(this.functions.plan, grantee);
  }

  /** How many images ended in `status`, summed up over 5 minutes unless `options` say otherwise. */
  metricImages(status: ImageStatus, options?: MetricOptions): Metric {
    return this.#metrics.images(status, options);
  }

  /** How many bytes came to be in targets by moving them, or without, summed up over 5 minutes unless `options` say otherwise. */
  metricBytes(how: BytesHow, options?: MetricOptions): Metric {
    return this.#metrics.bytes(how, options);
  }

  /** A rule for completed runs. The event may come twice; its `detail.run` has id, counts and bytes. */
  onRunCompleted(id: string, options: OnEventOptions = {}): Rule {
    return this.#announcements.on(this, id, 'Run Completed', options);
  }

  #createAlarms({ staleAfter, schedule = {} }: ImageSyncerProps): Alarms['byName'] {
    const alarms = new Alarms(this, 'Alarms', {
      service: this.serviceName,
      queues: this.queues,
      announcements: this.#announcements,
      functions: this.functions,
      topic: this.alarmTopic,
      staleAfter: staleAfterOf(staleAfter, schedule),
    });
    return alarms.byName;
  }

  #createTriggers({ schedule = {}, encryptionKey }: ImageSyncerProps): void {
    const common = { planner: this.functions.plan, failures: this.queues.planningFailures };
    createChangeRule(this, 'Changes', { ...common, home: this.#service.home });
    if (schedule === false) return;
    new PlanSchedule(this, 'Schedule', { ...schedule, ...common, encryptionKey });
  }
}

function functionsOf({ plan, sync, deadLetters }: HandlerFunctions): Functions {
  return { plan: plan.function, sync: sync.function, deadLetters: deadLetters.function };
}

function logGroupsOf({ plan, sync, deadLetters }: HandlerFunctions): ImageSyncer['logGroups'] {
  return { plan: plan.logGroup, sync: sync.logGroup, deadLetters: deadLetters.logGroup };
}
