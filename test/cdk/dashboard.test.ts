import { describe, expect, it } from 'vitest';
import { synthesiseTemplate } from '../support/cdk.ts';
import { propertiesOf } from '../support/template.ts';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly width: number;
  readonly properties: { readonly title?: string; readonly markdown?: string };
}

const { DashboardBody } = propertiesOf(synthesiseTemplate(), 'AWS::CloudWatch::Dashboard');
const { widgets }: { readonly widgets: readonly Widget[] } = JSON.parse(DashboardBody);

describe('the dashboard', () => {
  it('shows what is in place, what waits, what failed, and what to do', () => {
    expect(widgets.map(({ properties }) => properties.title)).toEqual([
      'Alarms',
      undefined,
      'Images by outcome',
      'Bytes moved and saved',
      'Run progress',
      'Queue depth',
      'Oldest message',
      'Dead letters',
      'Duration',
      'Errors',
      'Concurrency',
      'Throttled by registries',
      'ECR PutImage against its quota',
      'Hosts that throttle',
      'Last runs',
      'Last failures',
    ]);
    expect(widgets[1]?.properties.markdown).toContain('image-syncer status --table <Ledger');
  });

  it('fills the width of the page', () => {
    for (const { x, width } of widgets) expect(x + width).toBeLessThanOrEqual(24);
  });

  it('has at most ten metrics of its own, each with one dimension', () => {
    const own = DashboardBody.matchAll(/\["image-syncer","(\w+)","service","ImageSyncer",\{/g);
    const all = DashboardBody.matchAll(/\["image-syncer","(\w+)"/g);

    const names = new Set([...all].map(([, name]) => name));
    expect(new Set([...own].map(([, name]) => name))).toEqual(names);
    expect([...names].toSorted()).toEqual([
      'BytesMounted',
      'BytesPresent',
      'BytesUploaded',
      'ImageDuration',
      'ImagesConflict',
      'ImagesCopied',
      'ImagesFailed',
      'ImagesSkipped',
      'ImagesUnchanged',
      'Throttles',
    ]);
  });
});
