import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  GraphWidget,
  type GraphWidgetProps,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { DashboardProps } from './dashboard.ts';
import { runbookOf } from './runbook.ts';
import { BYTES_HOW, IMAGE_STATUSES } from './service-metrics.ts';

/** Of a page that is 24 units wide. */
const THIRD = 8;
const HALF = 12;
const HEIGHT = 6;

const COLORS = {
  copied: '#2ca02c',
  unchanged: '#7f7f7f',
  conflict: '#ff7f0e',
  skipped: '#17becf',
  failed: '#d62728',
} as const;

/** What is wrong now, and what to do about it. */
export function alarmWidgets({ alarms, service }: DashboardProps): readonly IWidget[] {
  return [
    new AlarmStatusWidget({
      title: 'Alarms',
      alarms: Object.values(alarms),
      width: HALF,
      height: HEIGHT,
    }),
    new TextWidget({ markdown: runbookOf(service), width: HALF, height: HEIGHT }),
  ];
}

/** What became of the images, and of their bytes. */
export function imageWidgets({ metrics, service }: DashboardProps): readonly IWidget[] {
  const images = IMAGE_STATUSES.map((status) => metrics.images(status, { color: COLORS[status] }));
  return [
    graph('Images by outcome', images, {
      stacked: true,
      leftYAxis: { min: 0, label: 'images', showUnits: false },
    }),
    graph(
      'Bytes moved and saved',
      BYTES_HOW.map((how) => metrics.bytes(how)),
      {
        stacked: true,
        leftYAxis: { min: 0 },
      },
    ),
    graph('Run progress', [doneSoFar(images)], {
      right: [
        visible(service.queues.compare, 'to compare'),
        visible(service.queues.copy, 'to copy'),
      ],
      leftYAxis: { min: 0, label: 'done so far', showUnits: false },
      rightYAxis: { min: 0, label: 'waiting', showUnits: false },
    }),
  ];
}

/** What waits, how long, and what was given up. */
export function queueWidgets({ service }: DashboardProps): readonly IWidget[] {
  const { compare, copy, deadLetters, planningFailures } = service.queues;
  return [
    graph('Queue depth', [visible(compare, 'compare'), visible(copy, 'copy')], {
      right: [invisible(compare, 'compare, in work'), invisible(copy, 'copy, in work')],
    }),
    graph('Oldest message', [oldest(compare, 'compare'), oldest(copy, 'copy')]),
    graph('Dead letters', [
      visible(deadLetters, 'given up'),
      invisible(deadLetters, 'given up, looked at'),
      visible(planningFailures, 'not planned'),
    ]),
  ];
}

/** How the functions fare. */
export function functionWidgets({ handlers, metrics }: DashboardProps): readonly IWidget[] {
  const { plan, sync, deadLetters } = handlers;
  const named = { plan: plan.function, sync: sync.function, 'dead letters': deadLetters.function };
  const functions = Object.entries(named);
  return [
    graph(
      'Duration',
      [
        sync.function.metricDuration({ statistic: 'p50', label: 'sync, median' }),
        sync.function.metricDuration({ statistic: 'p99', label: 'sync, p99' }),
        plan.function.metricDuration({ statistic: 'Maximum', label: 'plan, longest' }),
      ],
      { right: [metrics.imageDuration({ statistic: 'p90', label: 'an image, p90' })] },
    ),
    graph(
      'Errors',
      functions.map(([label, one]) => one.metricErrors({ label })),
    ),
    graph(
      'Concurrency',
      functions.map(([label, one]) =>
        one.metric('ConcurrentExecutions', { label, statistic: 'Maximum' }),
      ),
      {
        right: functions.map(([label, one]) =>
          one.metricThrottles({ label: `${label}, throttled` }),
        ),
      },
    ),
  ];
}

/** What the registries allow. */
export function registryWidgets({ metrics, handlers }: DashboardProps): readonly IWidget[] {
  return [
    graph('Throttled by registries', [metrics.throttles({ label: 'throttles' })]),
    graph('ECR PutImage against its quota', [putImageUsage(), putImageQuota()]),
    logs(
      'Closed hosts',
      handlers.sync.logGroup.logGroupName,
      [
        'fields @timestamp, registry, class, until',
        'filter ispresent(until) and ispresent(registry)',
        'stats latest(until) as closedUntil, count(*) as times by registry, class',
        'sort closedUntil desc',
        'limit 10',
      ],
      THIRD,
    ),
  ];
}

/** The last runs, and why images failed. */
export function failureWidgets({ announcements, handlers }: DashboardProps): readonly IWidget[] {
  return [
    logs(
      'Last runs',
      announcements.logGroup.logGroupName,
      [
        'fields detail.run.startedAt as started, detail.run.trigger as trigger, detail.run.expected as images, detail.run.counts.copied as copied, detail.run.counts.conflict as conflict, detail.run.counts.failed as failed',
        'filter `detail-type` = "Run Completed"',
        'dedup detail.run.id',
        'sort @timestamp desc',
        'limit 10',
      ],
      HALF,
    ),
    logs(
      'Last failures',
      handlers.sync.logGroup.logGroupName,
      [
        'fields @timestamp, source, target, status, reason, error.message',
        'filter status in ["failed", "conflict"] or level = "ERROR"',
        'sort @timestamp desc',
        'limit 20',
      ],
      HALF,
    ),
  ];
}

function graph(title: string, left: IMetric[], props: Partial<GraphWidgetProps> = {}): GraphWidget {
  return new GraphWidget({
    title,
    left,
    width: THIRD,
    height: HEIGHT,
    leftYAxis: { min: 0 },
    ...props,
  });
}

function logs(
  title: string,
  logGroupName: string,
  queryLines: string[],
  width: number,
): LogQueryWidget {
  return new LogQueryWidget({
    title,
    logGroupNames: [logGroupName],
    queryLines,
    view: LogQueryVisualizationType.TABLE,
    width,
    height: HEIGHT,
  });
}

/** Every image that has an outcome, added up over the time that is shown. */
function doneSoFar(images: readonly Metric[]): MathExpression {
  const metrics = images.map((metric, position) => [`i${position}`, metric] as const);
  const sum = metrics.map(([name]) => `FILL(${name}, 0)`).join(' + ');
  return new MathExpression({
    expression: `RUNNING_SUM(${sum})`,
    usingMetrics: Object.fromEntries(metrics),
    label: 'done so far',
    period: Duration.minutes(5),
  });
}

function visible(queue: Queue, label: string): Metric {
  return queue.metricApproximateNumberOfMessagesVisible({ label, statistic: 'Maximum' });
}

function invisible(queue: Queue, label: string): Metric {
  return queue.metricApproximateNumberOfMessagesNotVisible({ label, statistic: 'Maximum' });
}

function oldest(queue: Queue, label: string): Metric {
  return queue.metricApproximateAgeOfOldestMessage({ label, statistic: 'Maximum' });
}

/** The account's calls a second, those of others included: the quota is theirs too. */
function putImageUsage(): MathExpression {
  return new MathExpression({
    expression: 'calls / PERIOD(calls)',
    usingMetrics: { calls: putImageCalls() },
    label: 'PutImage a second',
    period: Duration.minutes(1),
  });
}

function putImageQuota(): MathExpression {
  return new MathExpression({
    expression: 'SERVICE_QUOTA(quota)',
    usingMetrics: { quota: putImageCalls() },
    label: 'quota',
    period: Duration.minutes(1),
  });
}

function putImageCalls(): Metric {
  return new Metric({
    namespace: 'AWS/Usage',
    metricName: 'CallCount',
    dimensionsMap: { Service: 'ECR', Resource: 'PutImage', Type: 'API', Class: 'None' },
    statistic: 'Sum',
    period: Duration.minutes(1),
  });
}
