import { expect, it } from 'vitest';
import { image } from '../../support/image-builder.ts';
import type { Stage } from '../support/stage.ts';

/** A tag that upstream moved. */
export function conflictStories(stage: () => Stage): void {
  it('ends as a conflict, is announced once, and leaves the copy as it was', async () => {
    const { cloud } = stage();
    const first = image({ seed: 201 });
    await stage().publish('app', first);
    await stage().define([stage().entry('app')]);
    await cloud.settle();
    await stage().publish('app', image({ seed: 202 }));

    for (const _ of [1, 2, 3]) {
      stage().schedule();
      await cloud.settle();
    }

    const record = await stage().ledger.reader.readImage(stage().target('app'));
    expect(record?.outcome).toMatchObject({
      status: 'conflict',
      targetDigest: first.root.descriptor.digest,
    });
    expect(await stage().latestRun()).toMatchObject({ counts: { conflict: 1 } });
    expect(stage().completedRuns()).toHaveLength(4);
    expect(cloud.parts.delivery.bus.matched('Conflicts')).toBe(1);
  });
}
