import { beforeEach, describe, expect, it } from 'vitest';
import type { Definition } from '../../lib/definition/definition.ts';
import type { SyncEvent } from '../../lib/mirror/events.ts';
import { InterruptedError } from '../../lib/mirror/interrupted-error.ts';
import { plan } from '../../lib/mirror/plan.ts';
import type { Queue } from '../../lib/mirror/ports.ts';
import type { SyncRequest } from '../../lib/mirror/sync-request.ts';
import { definitionOf, namedImage, selectedImages } from '../support/definition-builder.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { FIRST_RUN, recordedOutcome, run, syncRequest } from '../support/run-builder.ts';
import { ScriptedRepositories } from '../support/scripted-repositories.ts';

const KEPT = { onConflict: 'keep', platforms: ['linux/amd64'] } as const;
const NAMED = definitionOf(
  namedImage('docker.io/library/busybox:1', 'mirror.example/busybox:1'),
  namedImage('quay.io/coreos/etcd:latest', 'mirror.example/etcd:latest', KEPT),
);
/** One entry comes to nothing, one to two images, and the last to one more. */
const SELECTED = definitionOf(
  selectedImages('quay.io/empty', 'mirror.example/empty'),
  selectedImages('quay.io/app', 'mirror.example/app'),
  namedImage('quay.io/last:1', 'mirror.example/last:1'),
);

describe('plan', () => {
  const clock = new ManualClock();
  let ledger: MemoryLedger;
  let repositories: ScriptedRepositories;
  let events: SyncEvent[];
  let sent: SyncRequest[];
  const collecting: Queue = { send: async (requests) => void sent.push(...requests) };

  beforeEach(async () => {
    ledger = new MemoryLedger();
    repositories = new ScriptedRepositories();
    await repositories.tag('quay.io/app', ['1', '2']);
    events = [];
    sent = [];
  });

  interface Given {
    readonly queue?: Queue;
    readonly dryRun?: boolean;
    readonly signal?: AbortSignal;
  }

  async function planned(
    definition: Definition,
    { queue = collecting, dryRun = false, ...call }: Given = {},
  ): Promise<void> {
    const listener = (event: SyncEvent) => void events.push(event);
    const options = { run: run({ dryRun }), force: true, estimateBytes: true, ...call };
    await plan(definition, options, { repositories, ledger, queue, clock, listener });
  }

  it('requests every image in its order, with what holds for it and for all', async () => {
    await planned(NAMED, { dryRun: true });

    const common = { runId: FIRST_RUN, force: true, dryRun: true, estimateBytes: true };
    expect(sent).toEqual([
      syncRequest({ ...common, position: 0 }),
      syncRequest({
        ...common,
        ...KEPT,
        position: 1,
        source: 'quay.io/coreos/etcd:latest',
        target: 'mirror.example/etcd:latest',
      }),
    ]);
  });

  it('sends what survives as plain JSON', async () => {
    await planned(SELECTED);

    expect(JSON.parse(JSON.stringify(sent))).toEqual(sent);
  });

  it('counts positions over what the selections come to', async () => {
    await planned(SELECTED);

    expect(sent.map(({ position, target }) => [position, target])).toEqual([
      [1, 'mirror.example/app:1'],
      [2, 'mirror.example/app:2'],
      [3, 'mirror.example/last:1'],
    ]);
    expect(await ledger.readRun(FIRST_RUN)).toMatchObject({
      state: 'planned',
      expected: 4,
      counts: { failed: 1 },
    });
  });

  it('tells what is listed, how many images there are and what is settled, in this order', async () => {
    await planned(SELECTED);

    expect(events).toEqual([
      { type: 'listing', source: 'quay.io/empty' },
      { type: 'listing', source: 'quay.io/app' },
      { type: 'planned', images: 4 },
      {
        type: 'settled',
        position: 0,
        outcome: expect.objectContaining({ source: 'quay.io/empty', status: 'failed' }),
      },
    ]);
  });

  it('records what it told as settled', async () => {
    await planned(SELECTED);

    const told = events.flatMap((event) => (event.type === 'settled' ? event.outcome : []));
    expect(ledger.outcomes(FIRST_RUN)).toEqual(told);
  });

  it('opens the run before it lists, and sends when all is known', async () => {
    const steps: unknown[] = [];
    repositories.of('quay.io/app').script.on('listTags', async () => {
      steps.push((await ledger.readRun(FIRST_RUN))?.state);
    });

    await planned(SELECTED, {
      queue: { send: async () => void steps.push(events.at(-1)?.type) },
    });

    expect(steps).toEqual(['planning', 'settled']);
  });

  it('completes the run itself where all images were done by then', async () => {
    await planned(SELECTED, {
      queue: {
        send: async (requests) => {
          for (const { runId, target } of requests) {
            await ledger.record(runId, recordedOutcome({ target }));
            await ledger.completeRun(runId, 'too early');
          }
        },
      },
    });

    expect(await ledger.readRun(FIRST_RUN)).toMatchObject({
      state: 'completed',
      finishedAt: new Date(clock.now()).toISOString(),
      counts: { unchanged: 3, failed: 1 },
    });
  });

  it('leaves a run that could not be sent as one that is still being planned', async () => {
    const failure = new Error('the queue is gone');

    const planning = planned(NAMED, { queue: { send: () => Promise.reject(failure) } });

    await expect(planning).rejects.toBe(failure);
    expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ state: 'planning', expected: null });
  });

  it('requests nothing after an abort, and fails what has no outcome yet', async () => {
    const controller = new AbortController();
    repositories.of('quay.io/slow').script.on('listTags', async (_, { signal }) => {
      await new Promise((resolve) => setImmediate(resolve));
      controller.abort(new InterruptedError());
      signal?.throwIfAborted();
    });
    const slow = selectedImages('quay.io/slow', 'mirror.example/slow');

    await planned(definitionOf(...SELECTED.images, slow), { signal: controller.signal });

    expect(sent).toEqual([]);
    const outcomes = ledger.outcomes(FIRST_RUN);
    expect(outcomes.map(({ source, target, error }) => [source, target, error?.code])).toEqual([
      ['quay.io/empty', null, 'EMPTY_SELECTION'],
      ['quay.io/app:1', 'mirror.example/app:1', 'INTERRUPTED'],
      ['quay.io/app:2', 'mirror.example/app:2', 'INTERRUPTED'],
      ['quay.io/last:1', 'mirror.example/last:1', 'INTERRUPTED'],
      ['quay.io/slow', null, 'INTERRUPTED'],
    ]);
    expect(events).toHaveLength(3 + 1 + outcomes.length);
    expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ state: 'completed', expected: 5 });
  });

  it('plans 20,000 tags of one repository', { timeout: 30_000 }, async () => {
    const tags = Array.from({ length: 20_000 }, (_, number) => `1.${number}`);
    await repositories.tag('quay.io/many', tags);

    await planned(definitionOf(selectedImages('quay.io/many', 'mirror.example/many')));

    expect(sent).toHaveLength(20_000);
    expect(sent.at(-1)).toMatchObject({ position: 19_999, source: 'quay.io/many:1.19999' });
  });
});
