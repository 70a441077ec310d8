import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** Every image that has an outcome, added up over the time that is shown. */
export function doneSoFar(images: readonly Metric[]): MathExpression {
  const metrics = images.map((metric, position) => [`i${position}`, metric] as const);
  const sum = metrics.map(([name]) => `FILL(${name}, 0)`).join(' + ');
  return new MathExpression({
    expression: `RUNNING_SUM(${sum})`,
    usingMetrics: Object.fromEntries(metrics),
    label: 'done so far',
    period: Duration.minutes(5),
  });
}

/** Messages that wait. */
export function visible(queue: Queue, label: string): Metric {
  return queue.metricApproximateNumberOfMessagesVisible({ label, statistic: 'Maximum' });
}

/** Messages that somebody works at. */
export function invisible(queue: Queue, label: string): Metric {
  return queue.metricApproximateNumberOfMessagesNotVisible({ label, statistic: 'Maximum' });
}

/** For how long the oldest message has been there. */
export function oldest(queue: Queue, label: string): Metric {
  return queue.metricApproximateAgeOfOldestMessage({ label, statistic: 'Maximum' });
}

/** The account's calls a second, those of others included: the quota is theirs too. */
export function putImageUsage(): MathExpression {
  return new MathExpression({
    expression: 'calls / PERIOD(calls)',
    usingMetrics: { calls: putImageCalls() },
    label: 'PutImage a second',
    period: Duration.minutes(1),
  });
}

/** In calls a second, as the quota is given. */
export function putImageQuota(): MathExpression {
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
