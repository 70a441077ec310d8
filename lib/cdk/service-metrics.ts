import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';

/** Where the functions put their metrics; `service` is their one dimension. */
export const NAMESPACE = 'image-syncer';

/** What became of an image, as in `Outcome`. */
export const IMAGE_STATUSES = ['copied', 'unchanged', 'conflict', 'skipped', 'failed'] as const;
export type ImageStatus = (typeof IMAGE_STATUSES)[number];

/** How a blob came to be in the target: only `uploaded` was moved. */
export const BYTES_HOW = ['uploaded', 'mounted', 'present'] as const;
export type BytesHow = (typeof BYTES_HOW)[number];

/** The metrics that the functions of one deployment emit, summed up over 5 minutes unless `options` say otherwise. */
export class ServiceMetrics {
  readonly #service: string;

  constructor(service: string) {
    this.#service = service;
  }

  images(status: ImageStatus, options: MetricOptions = {}): Metric {
    return this.#metric(`Images${capitalised(status)}`, { label: status, ...options });
  }

  bytes(how: BytesHow, options: MetricOptions = {}): Metric {
    return this.#metric(`Bytes${capitalised(how)}`, { label: how, ...options });
  }

  imageDuration(options: MetricOptions = {}): Metric {
    return this.#metric('ImageDuration', options);
  }

  throttles(options: MetricOptions = {}): Metric {
    return this.#metric('Throttles', options);
  }

  #metric(metricName: string, options: MetricOptions): Metric {
    return new Metric({
      namespace: NAMESPACE,
      metricName,
      dimensionsMap: { service: this.#service },
      statistic: 'Sum',
      period: Duration.minutes(5),
      ...options,
    });
  }
}

function capitalised(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
