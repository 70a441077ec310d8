import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OutcomeMetrics } from '../../../lib/aws/metrics/outcome-metrics.ts';
import { OUTCOME_STATUSES } from '../../../lib/mirror/outcome.ts';
import { recordedOutcome } from '../../support/run-builder.ts';

describe('OutcomeMetrics', () => {
  let metrics: OutcomeMetrics;
  let written: string[];

  beforeEach(() => {
    written = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    metrics = new OutcomeMetrics({ namespace: 'image-syncer', service: 'mirror' });
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('writes ten metrics with one dimension as CloudWatch takes them', () => {
    const bytes = { uploaded: 1, mounted: 2, present: 3 };
    for (const status of OUTCOME_STATUSES) metrics.count(recordedOutcome({ status, bytes }));
    metrics.throttled();

    metrics.emit();

    expect(written).toHaveLength(1);
    const emitted = JSON.parse(written[0] ?? '');
    expect(emitted).toMatchObject({
      service: 'mirror',
      ImagesCopied: 1,
      ImagesUnchanged: 1,
      ImagesConflict: 1,
      ImagesSkipped: 1,
      ImagesFailed: 1,
      BytesUploaded: 5,
      BytesMounted: 10,
      BytesPresent: 15,
      ImageDuration: [12, 12, 12, 12, 12],
      Throttles: 1,
    });
    const [directive] = emitted['_aws']['CloudWatchMetrics'];
    expect(directive).toMatchObject({ Namespace: 'image-syncer', Dimensions: [['service']] });
    expect(directive['Metrics']).toHaveLength(10);
    expect(directive['Metrics']).toContainEqual({ Name: 'BytesPresent', Unit: 'Bytes' });
    expect(directive['Metrics']).toContainEqual({ Name: 'ImageDuration', Unit: 'Milliseconds' });
  });

  it('leaves out what there was nothing of, but not an image that took no time', () => {
    metrics.count(recordedOutcome({ durationMs: 0 }));

    metrics.emit();

    const { _aws, ...values } = JSON.parse(written[0] ?? '');
    expect(values).toEqual({ service: 'mirror', ImagesUnchanged: 1, ImageDuration: 0 });
  });

  it('writes everything once', () => {
    metrics.count(recordedOutcome());
    metrics.emit();

    metrics.emit();

    expect(written).toHaveLength(1);
  });
});
