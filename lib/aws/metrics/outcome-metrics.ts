import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Outcome } from '../../mirror/outcome.ts';
import { NOTHING_COUNTED, type RunTally, withOutcome } from '../../mirror/run-tally.ts';

export interface OutcomeMetricsOptions {
  readonly namespace: string;
  /** Names this deployment: the one dimension. */
  readonly service: string;
}

type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];

/**
 * Ten metrics, which is all that one deployment has, each with one dimension: every further name or
 * value of a dimension would be billed as a metric of its own.
 */
export class OutcomeMetrics {
  readonly #metrics: Metrics;
  #tally: RunTally = NOTHING_COUNTED;
  #durations: number[] = [];
  #throttles = 0;

  constructor({ namespace, service }: OutcomeMetricsOptions) {
    this.#metrics = new Metrics({ namespace, serviceName: service });
  }

  /** Takes an outcome in that its run has counted just now. */
  count(outcome: Outcome): void {
    this.#tally = withOutcome(this.#tally, outcome);
    this.#durations.push(outcome.durationMs);
  }

  /** A registry asked for fewer requests, by an answer 429. */
  throttled(): void {
    this.#throttles += 1;
  }

  /** Writes what came together since the last time to the log, from where CloudWatch takes it; nothing where that is nothing. */
  emit(): void {
    const { counts, bytes } = this.#tally;
    this.#add('ImagesCopied', MetricUnit.Count, counts.copied);
    this.#add('ImagesUnchanged', MetricUnit.Count, counts.unchanged);
    this.#add('ImagesConflict', MetricUnit.Count, counts.conflict);
    this.#add('ImagesSkipped', MetricUnit.Count, counts.skipped);
    this.#add('ImagesFailed', MetricUnit.Count, counts.failed);
    this.#add('BytesUploaded', MetricUnit.Bytes, bytes.uploaded);
    this.#add('BytesMounted', MetricUnit.Bytes, bytes.mounted);
    this.#add('BytesPresent', MetricUnit.Bytes, bytes.present);
    this.#add('Throttles', MetricUnit.Count, this.#throttles);
    for (const duration of this.#durations) {
      this.#metrics.addMetric('ImageDuration', MetricUnit.Milliseconds, duration);
    }
    if (this.#metrics.hasStoredMetrics()) this.#metrics.publishStoredMetrics();
    this.#forget();
  }

  #add(name: string, unit: Unit, value: number): void {
    if (value > 0) this.#metrics.addMetric(name, unit, value);
  }

  #forget(): void {
    this.#tally = NOTHING_COUNTED;
    this.#durations = [];
    this.#throttles = 0;
  }
}
