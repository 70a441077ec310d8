import { expect, it } from 'vitest';
import { image } from '../../support/image-builder.ts';
import type { Stage } from '../support/stage.ts';

const APPS = Array.from({ length: 12 }, (_, position) => `app${position}`);

/** What queues do to messages. */
export function queueStories(stage: () => Stage): void {
  it('keeps a message that nobody understands for people, and completes the run', async () => {
    const { cloud } = stage();
    await stage().publish('app0', image({ seed: 301 }));
    await stage().define([stage().entry('app0')]);
    await cloud.parts.queues.send(stage().eventSource('Compare').queue, 'no request at all');

    await cloud.settle();

    expect(await stage().latestRun()).toMatchObject({ state: 'completed', counts: { copied: 1 } });
    const { ready, inFlight } = await stage().queue('DeadLetters');
    expect([...ready, ...inFlight]).toEqual(['no request at all']);
  });

  it('counts every image once although messages come twice and in any order', async () => {
    const { cloud } = stage();
    for (const [seed, app] of APPS.entries())
      await stage().publish(app, image({ seed: 310 + seed }));
    stage().eventSource('Compare').arrange = (messages) => [messages.toReversed(), messages];

    await stage().define(APPS.map((app) => stage().entry(app)));
    await cloud.settle();

    expect(await stage().latestRun()).toMatchObject({
      state: 'completed',
      expected: APPS.length,
      counts: { copied: APPS.length, unchanged: 0, conflict: 0, skipped: 0, failed: 0 },
    });
    for (const app of APPS) expect(await stage().mirrored(app)).toEqual(['1']);
  });

  it('gives an image up after the receives that the template names', async () => {
    const { cloud } = stage();
    await stage().publish('app0', image({ seed: 330 }));
    cloud.parts.registries
      .at('quay.io')
      .play({ method: 'HEAD', do: { kind: 'status', status: 500 } });

    await stage().define([stage().entry('app0')]);
    await cloud.settle({ withinMs: 24 * 60 * 60_000 });

    const record = await stage().ledger.reader.readImage(stage().target('app0'));
    expect(record?.outcome).toMatchObject({ status: 'failed', error: { retryable: true } });
    expect(await stage().latestRun()).toMatchObject({ state: 'completed', counts: { failed: 1 } });
    expect(cloud.parts.delivery.bus.matched('Failed')).toBe(1);
    const { ready, inFlight } = await stage().queue('Compare');
    expect([...ready, ...inFlight]).toEqual([]);
  });
}
