import {
  AlarmStatusWidget,
  GraphWidget,
  type GraphWidgetProps,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import {
  doneSoFar,
  invisible,
  oldest,
  putImageQuota,
  putImageUsage,
  visible,
} from './dashboard-metrics.ts';
import type { DashboardProps } from './dashboard-props.ts';
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

/** What a run is told by, of its event. */
const RUN_FIELDS = [
  'startedAt',
  'trigger',
  'expected',
  'counts.copied',
  'counts.unchanged',
  'counts.conflict',
  'counts.failed',
];

/** Something with a log group of its own. */
interface Logged {
  readonly logGroup: ILogGroup;
}

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
    logs('Hosts that throttle', [handlers.sync], THIRD, [
      'filter message = "image put off" and error.kind = "throttled"',
      'parse source "*/*" as sourceHost, repository',
      'parse target "*/*" as targetHost, targetRepository',
      'stats count(*) as images, latest(@timestamp) as last by error.side, sourceHost, targetHost',
      'sort last desc',
      'limit 10',
    ]),
  ];
}

/** The last runs, and why images failed. */
export function failureWidgets({ announcements, handlers }: DashboardProps): readonly IWidget[] {
  const { plan, sync, deadLetters } = handlers;
  return [
    logs('Last runs', [announcements], HALF, [
      'filter `detail-type` = "Run Completed"',
      'dedup detail.run.id',
      'sort @timestamp desc',
      'limit 10',
      `display ${RUN_FIELDS.map((field) => `detail.run.${field}`).join(', ')}`,
    ]),
    logs('Last failures', [sync, deadLetters, plan], HALF, [
      'filter level = "ERROR" or (message = "image synced" and status = "conflict")',
      'sort @timestamp desc',
      'limit 20',
      'display @timestamp, message, source, target, reason, error.message',
    ]),
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
  from: readonly Logged[],
  width: number,
  queryLines: string[],
): LogQueryWidget {
  return new LogQueryWidget({
    title,
    logGroupNames: from.map(({ logGroup }) => logGroup.logGroupName),
    queryLines,
    view: LogQueryVisualizationType.TABLE,
    width,
    height: HEIGHT,
  });
}
