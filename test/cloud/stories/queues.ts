import { expect, it } from 'vitest';
import type { Fault } from '../../../lib/local/embedded-registry/fault.ts';
import { image } from '../../support/image-builder.ts';
import { errorAnswer } from '../support/aws-call.ts';
import { largeImage } from '../support/large-image.ts';
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

    const { state, counts } = await stage().latestRun();
    expect(state).toBe('completed');
    expect(counts).toMatchObject({ conflict: 0, skipped: 0, failed: 0 });
    // A duplicate that looks at a copy before that is recorded finds it unchanged.
    expect(counts.copied + counts.unchanged).toBe(APPS.length);
    for (const app of APPS) expect(await stage().mirrored(app)).toEqual(['1']);
  });

  it('gives an image up after the receives that the template names', async () => {
    const { cloud } = stage();
    await stage().publish('app0', image({ seed: 330 }));
    const fault: Fault = { method: 'HEAD', do: { kind: 'status', status: 500 } };
    cloud.parts.registries.play('quay.io', fault);

    await stage().define([stage().entry('app0')]);
    await cloud.settle({ withinMs: 24 * 60 * 60_000 });

    const record = await stage().ledger.reader.readImage(stage().target('app0'));
    expect(record?.outcome).toMatchObject({ status: 'failed', error: { retryable: true } });
    expect(await stage().latestRun()).toMatchObject({ state: 'completed', counts: { failed: 1 } });
    expect(cloud.parts.delivery.bus.matched('Failed')).toBe(1);
    const { ready, inFlight } = await stage().queue('Compare');
    expect([...ready, ...inFlight]).toEqual([]);
  });

  it('records as failed what its dead letters ask for: an image whose worker dies each time', async () => {
    const { cloud } = stage();
    await stage().publish('app0', image({ seed: 340 }));
    killWorkers(stage());

    await stage().define([stage().entry('app0')]);
    await cloud.settle({ withinMs: 24 * 60 * 60_000 });

    const record = await stage().ledger.reader.readImage(stage().target('app0'));
    expect(record?.outcome).toMatchObject({
      status: 'failed',
      error: { code: 'RETRIES_EXHAUSTED' },
    });
    expect(await stage().latestRun()).toMatchObject({ state: 'completed', counts: { failed: 1 } });
    const { ready, inFlight } = await stage().queue('DeadLetters');
    expect([...ready, ...inFlight]).toEqual([]);
  });

  it('announces a run that could not be announced when its dead letter comes again', async () => {
    const { cloud } = stage();
    await stage().publish('app0', image({ seed: 350 }));
    killWorkers(stage());
    const { tally } = stage().eventSource('DeadLetters');
    const consumer = cloud.function('dead-letters').options.name;
    cloud.parts.gateway.intercept(async ({ action, caller }) => {
      const isRefused = action === 'PutEvents' && caller.functionName === consumer;
      if (!isRefused || tally.messages > 1) return undefined;
      return errorAnswer('AccessDeniedException', 'not now');
    });

    await stage().define([stage().entry('app0')]);
    await cloud.settle({ withinMs: 24 * 60 * 60_000 });

    expect(tally.messages).toBe(2);
    expect(await stage().latestRun()).toMatchObject({ state: 'completed', counts: { failed: 1 } });
    const { ready, inFlight } = await stage().queue('DeadLetters');
    expect([...ready, ...inFlight]).toEqual([]);
  });

  it('takes an image with much to move to the lane of copies', async () => {
    const { cloud } = stage();
    await stage().publish('app0', largeImage(66 * 1024 ** 2));

    await stage().define([stage().entry('app0')]);
    await cloud.settle();

    expect(await stage().statuses('app0')).toEqual({ app0: 'copied' });
    expect(stage().eventSource('Copy').tally.messages).toBe(1);
    expect(await stage().latestRun()).toMatchObject({ counts: { copied: 1 } });
  });
}

/** Ends each worker as soon as it asks for a run. */
function killWorkers(stage: Stage): void {
  const worker = stage.cloud.function('sync').options.name;
  stage.cloud.parts.gateway.intercept(async ({ action, caller }) => {
    if (action === 'Query' && caller.functionName === worker) await caller.kill?.();
    return undefined;
  });
}
