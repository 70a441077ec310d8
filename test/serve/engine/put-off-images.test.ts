import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceEvent } from '../../../lib/serve/events.ts';
import { image } from '../../support/image-builder.ts';
import { type ServedEngine, type Serving, startServing } from '../../support/serving.ts';

describe('an engine, where registries fail,', () => {
  let serving: Serving;

  beforeEach(async () => {
    serving = await startServing();
    await serving.mirror.publish(image({ seed: 1 }), 'one');
    await serving.mirror.publish(image({ seed: 2 }), 'two');
    await serving.define(['one', 'two']);
  });

  afterEach(() => serving.end());

  it('tries an image again within its run', async () => {
    fail(503, 1);

    const engine = serving.serve();
    const { run } = await engine.until('ended');

    expect(run.counts).toMatchObject({ copied: 2, failed: 0 });
    expect(putOffs(engine)).toMatchObject([
      { error: { kind: 'transient', retryable: true }, afterMs: 30_000 },
    ]);
    const record = await engine.view.reader.readImage(serving.targetOf('one'));
    expect(record?.outcome.attempts).toBe(2);
  });

  it('tries nothing again that would fail again', async () => {
    fail(403);

    const engine = serving.serve();
    const { run } = await engine.until('ended');

    expect(run.counts).toMatchObject({ copied: 1, failed: 1 });
    expect(putOffs(engine)).toEqual([]);
  });

  it('waits for a registry that asks for it without counting that as an attempt', async () => {
    fail(429, 1, { 'retry-after': '20' });

    const engine = serving.serve();
    const { run } = await engine.until('ended');

    expect(run.counts).toMatchObject({ copied: 2, failed: 0 });
    const record = await engine.view.reader.readImage(serving.targetOf('one'));
    expect(record?.outcome.attempts).toBe(1);
  });

  it('shows what is put off, and drops it when a newer run begins', async () => {
    fail(503);
    const engine = serving.serve();
    await engine.until('put-off');
    expect(engine.view.live()?.putOff).toBe(1);
    const [one, two] = await engine.view.images();
    expect(one).toMatchObject({
      status: 'waiting',
      putOff: { error: { kind: 'transient' }, againAt: expect.stringMatching(/^2026-.*Z$/) },
    });
    expect(two?.putOff).toBeUndefined();

    await serving.define(['two']);
    const { run } = await engine.until('ended', ({ run }) => run.expected === 1);

    expect(run.counts).toMatchObject({ unchanged: 1 });
    expect(engine.view.live()).toBeUndefined();
    const told = putOffs(engine).length;
    serving.clock.advance(3_600_000);
    await engine.stop();
    expect(putOffs(engine)).toHaveLength(told);
  });

  function fail(status: number, times?: number, headers: Record<string, string> = {}): void {
    const effect = { kind: 'status', status, headers } as const;
    const often = times === undefined ? {} : { times };
    serving.mirror.source.play({ path: /\/one\/manifests/, do: effect, ...often });
  }

  function putOffs({
    events,
  }: ServedEngine): readonly Extract<ServiceEvent, { type: 'put-off' }>[] {
    return events.filter((event) => event.type === 'put-off');
  }
});
