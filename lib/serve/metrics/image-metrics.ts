import { Counter, Histogram, type Registry } from 'prom-client';
import { OUTCOME_STATUSES, type Outcome } from '../../mirror/outcome.ts';
import type { ServiceView } from '../service.ts';

/** Seconds: from an image that is in place to one of many gigabytes. */
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];

/** Counts what becomes of images, until the function that is returned is called. */
export function countImages(view: ServiceView, registry: Registry): () => void {
  const observe = outcomeObserver(registry);
  const countPutOff = putOffCounter(registry);
  return view.subscribe((event) => {
    if (event.type === 'outcome') observe(event.outcome);
    if (event.type === 'put-off') countPutOff(event.error.kind);
  });
}

function outcomeObserver(registry: Registry): (outcome: Outcome) => void {
  const registers = [registry];
  const bytes = new Counter({
    name: 'image_syncer_bytes_total',
    help: 'Bytes of blobs by how they came to be in the target, since the process began.',
    labelNames: ['how'],
    registers,
  });
  const duration = new Histogram({
    name: 'image_syncer_image_duration_seconds',
    help: 'How long images took, by what became of them, since the process began.',
    labelNames: ['status'],
    buckets: BUCKETS,
    registers,
  });
  const ways = ['uploaded', 'mounted', 'present'] as const;
  for (const how of ways) bytes.inc({ how }, 0);
  for (const status of OUTCOME_STATUSES) duration.zero({ status });
  return (outcome) => {
    for (const how of ways) bytes.inc({ how }, outcome.bytes[how]);
    duration.observe({ status: outcome.status }, outcome.durationMs / 1000);
  };
}

function putOffCounter(registry: Registry): (kind: string) => void {
  const registers = [registry];
  const putOff = new Counter({
    name: 'image_syncer_put_off_total',
    help: 'Images that failed for now and were put off to be tried again, by the kind of failure, since the process began.',
    labelNames: ['kind'],
    registers,
  });
  const throttled = new Counter({
    name: 'image_syncer_throttled_total',
    help: 'Images that were put off because a registry took no more requests, since the process began.',
    registers,
  });
  return (kind) => {
    putOff.inc({ kind });
    if (kind === 'throttled') throttled.inc();
  };
}
