import { collectDefaultMetrics, Registry } from 'prom-client';
import type { ServiceView } from '../service.ts';
import { countImages } from './image-metrics.ts';
import { countRuns } from './run-metrics.ts';
import { gaugeState } from './state-metrics.ts';

/** What a service tells Prometheus. */
export interface Metrics {
  readonly contentType: string;
  /** As it is now, in Prometheus' text format. Rejects where the ledger does not answer: no number is better than a wrong one. */
  text(): Promise<string>;
  /** Stops to count. */
  close(): void;
}

/**
 * Counts what happens in a service from now on: counters and histograms begin at 0 with the process, which Prometheus
 * takes into account (`rate`, `increase`); gauges are asked for at each scrape, and those about runs in the past
 * know what the ledger knows. No label holds the name of an image, of which there may be many thousands:
 * https://prometheus.io/docs/practices/naming/#labels
 */
export function createMetrics(view: ServiceView): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  gaugeState(view, registry);
  const stopImages = countImages(view, registry);
  const runs = countRuns(view, registry);
  return {
    contentType: registry.contentType,
    async text() {
      await runs.settled();
      return await registry.metrics();
    },
    close() {
      stopImages();
      runs.stop();
    },
  };
}
