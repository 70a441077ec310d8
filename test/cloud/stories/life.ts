import { expect, it } from 'vitest';
import { image } from '../../support/image-builder.ts';
import type { Stage } from '../support/stage.ts';

const HOUR_MS = 60 * 60_000;

/** What becomes of runs that take long. */
export function lifeStories(stage: () => Stage): void {
  it('is closed when its time is over, and its images are lost', async () => {
    const { cloud } = stage();
    for (const app of ['one', 'two']) await stage().publish(app, image({ seed: 1001 }));
    stage().eventSource('Compare').paused = true;
    await stage().define(['one', 'two'].map((app) => stage().entry(app)));
    await cloud.settle();
    const { id } = await stage().latestRun();
    await cloud.parts.clock.advance(13 * HOUR_MS);

    stage().schedule();
    await cloud.settle();

    expect(await stage().ledger.reader.readRun(id)).toMatchObject({
      state: 'completed',
      counts: { failed: 2 },
    });
    const outcomes = await stage().ledger.reader.listOutcomes(id);
    expect(outcomes.map(({ error }) => error?.code)).toEqual(['LOST', 'LOST']);
  });

  it('is skipped by the schedule while another one is open', async () => {
    const { cloud } = stage();
    await stage().publish('one', image({ seed: 1002 }));
    stage().eventSource('Compare').paused = true;
    await stage().define([stage().entry('one')]);
    await cloud.settle();

    stage().schedule();
    await cloud.settle();

    expect(await stage().ledger.reader.listRuns({ limit: 5 })).toHaveLength(1);
  });

  it('is planned in several invocations where one has not the time', async () => {
    const { cloud } = stage();
    const { gateway, clock } = cloud.parts;
    await stage().publish('one', image({ seed: 1003 }));
    const hurry = gateway.intercept(async ({ service }) => {
      if (service !== 's3') return undefined;
      hurry();
      await clock.advance(14.5 * 60_000);
      return undefined;
    });

    await stage().define([stage().entry('one')]);
    await cloud.settle();

    expect(gateway.calls.filter(({ service }) => service === 'lambda')).toHaveLength(1);
    expect(await stage().ledger.reader.listRuns({ limit: 5 })).toMatchObject([
      { state: 'completed', expected: 1, counts: { copied: 1 } },
    ]);
  });
}
