import { expect, it } from 'vitest';
import { image } from '../../support/image-builder.ts';
import { ECR_HOST } from '../support/cloud-stack.ts';
import type { Stage } from '../support/stage.ts';

/** Processes that end in the middle of their work. */
export function deathStories(stage: () => Stage): void {
  it('another worker finishes an image within minutes when one dies while it copies', async () => {
    const { cloud } = stage();
    const { clock, registries } = cloud.parts;
    await stage().publish('app', image({ seed: 401 }));
    const registry = registries.at(ECR_HOST);
    const heal = registries.play(ECR_HOST, { path: /uploads/, do: { kind: 'stall' } });
    await stage().define([stage().entry('app')]);
    const isUploading = () => registry.requests.some(({ path }) => path.includes('/uploads/'));
    await cloud.settle({ until: isUploading });

    await cloud.function('sync').killBusy();
    heal();
    const diedAt = clock.now();
    await cloud.settle();

    expect(await stage().statuses('app')).toEqual({ app: 'copied' });
    const run = await stage().latestRun();
    expect(run).toMatchObject({ state: 'completed', counts: { copied: 1 } });
    expect(Date.parse(run.finishedAt ?? '') - diedAt).toBeLessThan(4 * 60_000);
  });

  it('an event is left for people at which the planner fails to the last', async () => {
    const { cloud } = stage();
    const fail = cloud.parts.gateway.intercept(async ({ service }) =>
      service === 's3' ? { status: 500, headers: {}, body: '' } : undefined,
    );

    await stage().define([stage().entry('app')]);
    await cloud.settle();
    fail();

    const { ready } = await stage().queue('PlanningFailures');
    expect(ready.map((record) => JSON.parse(record).requestPayload.source)).toEqual(['aws.s3']);
  });

  it('one complete run comes of a planner that dies after half of its sends', async () => {
    const { cloud } = stage();
    const apps = Array.from({ length: 25 }, (_, position) => `app${position}`);
    for (const [seed, app] of apps.entries()) {
      await stage().publish(app, image({ seed: 420 + seed, layers: 1 }));
    }
    let sends = 0;
    cloud.parts.gateway.intercept(async ({ action, caller }) => {
      if (action !== 'SendMessageBatch' || caller.functionName !== plannerOf(stage()))
        return undefined;
      sends += 1;
      if (sends === 2) await caller.kill?.();
      return undefined;
    });

    await stage().define(apps.map((app) => stage().entry(app)));
    await cloud.settle();

    expect(sends).toBeGreaterThan(2);
    expect(await stage().ledger.reader.listRuns({ limit: 5 })).toMatchObject([
      { state: 'completed', expected: 25, counts: { failed: 0 } },
    ]);
    const { copied, unchanged } = (await stage().latestRun()).counts;
    // What was sent twice finds itself copied, where that is not recorded yet.
    expect(copied + unchanged).toBe(25);
    expect(stage().completedRuns()).toHaveLength(1);
  });
}

function plannerOf(stage: Stage): string {
  return stage.cloud.function('plan').options.name;
}
