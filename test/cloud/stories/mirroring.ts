import { expect, it } from 'vitest';
import { image } from '../../support/image-builder.ts';
import { index } from '../../support/index-builder.ts';
import { imageLeases, metricSum } from '../support/observations.ts';
import type { Stage } from '../support/stage.ts';

/** What happens on a good day. */
export function mirroringStories(stage: () => Stage): void {
  it('mirrors three images when images.yaml is committed', async () => {
    const { cloud } = stage();
    await publishThree(stage());

    await stage().define(['one', 'two', 'three'].map((app) => stage().entry(app)));
    await cloud.settle();

    const copied = { one: 'copied', two: 'copied', three: 'copied' };
    expect(await stage().statuses('one', 'two', 'three')).toEqual(copied);
    for (const app of ['one', 'two', 'three']) expect(await stage().mirrored(app)).toEqual(['1']);
    expect(await stage().latestRun()).toMatchObject({
      trigger: 'change',
      state: 'completed',
      expected: 3,
      counts: { copied: 3, failed: 0 },
    });
    expect(stage().completedRuns()).toMatchObject([{ run: { counts: { copied: 3 } } }]);
    expect(metricSum(cloud.function('sync').lines, 'ImagesCopied')).toBe(3);
  });

  it('finds nothing to do on schedule: two requests an image, no lease', async () => {
    const { cloud } = stage();
    await publishThree(stage());
    await stage().define(['one', 'two', 'three'].map((app) => stage().entry(app)));
    await cloud.settle();
    cloud.parts.registries.clear();
    cloud.parts.gateway.clear();

    stage().schedule();
    await cloud.settle();

    expect(await stage().latestRun()).toMatchObject({
      trigger: 'schedule',
      state: 'completed',
      counts: { unchanged: 3 },
    });
    expect(cloud.parts.registries.requests.map(({ method }) => method)).toEqual(
      Array(6).fill('HEAD'),
    );
    expect(imageLeases(cloud.parts.gateway.calls)).toEqual([]);
  });

  it('plans nothing when the same change is told twice', async () => {
    const { cloud } = stage();
    const { bus } = cloud.parts.delivery;
    await publishThree(stage());
    await stage().define([stage().entry('one')]);
    const [event] = bus.events;
    if (event) bus.redeliver(event);

    await cloud.settle();

    expect(await stage().ledger.reader.listRuns({ limit: 5 })).toHaveLength(1);
    expect(stage().completedRuns()).toHaveLength(1);
  });
}

async function publishThree(stage: Stage): Promise<void> {
  await stage.publish('one', image({ seed: 101 }));
  await stage.publish('two', image({ seed: 102 }));
  const platforms = ['linux/amd64', 'linux/arm64'];
  const children = platforms.map((platform) => image({ seed: 103, platform }));
  await stage.publish('three', index(children));
}
