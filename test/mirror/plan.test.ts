import { beforeEach, describe, expect, it } from 'vitest';
import type { Definition } from '../../lib/definition/definition.ts';
import { parseDefinition } from '../../lib/definition/parse.ts';
import { plan } from '../../lib/mirror/plan.ts';
import type { Queue } from '../../lib/mirror/ports.ts';
import type { SyncRequest } from '../../lib/mirror/sync-request.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { FIRST_RUN, recordedOutcome, run } from '../support/run-builder.ts';

const IMAGES = `
targetRepoPrefix: mirror.example/
images:
  - source: busybox:1
  - source: quay.io/coreos/etcd
    onConflict: keep
    amd64Only: true
`;

function definition(): Definition {
  return parseDefinition(IMAGES, { file: 'images.yaml', environment: {} });
}

describe('plan', () => {
  const clock = new ManualClock();
  let ledger: MemoryLedger;
  let sent: SyncRequest[];

  beforeEach(() => {
    ledger = new MemoryLedger();
    sent = [];
  });

  function planWith(queue: Queue, dryRun = false): Promise<void> {
    const options = { run: run({ dryRun }), force: true, estimateBytes: true };
    return plan(definition(), options, { ledger, queue, clock });
  }

  const collecting: Queue = { send: async (requests) => void sent.push(...requests) };

  it('requests every image in its order, with what holds for it and for all', async () => {
    await planWith(collecting, true);

    const common = { runId: FIRST_RUN, force: true, dryRun: true, estimateBytes: true };
    expect(sent).toEqual([
      {
        ...common,
        position: 0,
        source: 'docker.io/library/busybox:1',
        target: 'mirror.example/busybox:1',
        onConflict: 'fail',
        amd64Only: false,
      },
      {
        ...common,
        position: 1,
        source: 'quay.io/coreos/etcd:latest',
        target: 'mirror.example/quay.io/coreos/etcd:latest',
        onConflict: 'keep',
        amd64Only: true,
      },
    ]);
  });

  it('sends what survives as plain JSON', async () => {
    await planWith(collecting);

    expect(JSON.parse(JSON.stringify(sent))).toEqual(sent);
  });

  it('opens the run before it sends, and marks it planned after', async () => {
    const states: (string | undefined)[] = [];

    await planWith({
      send: async () => void states.push((await ledger.readRun(FIRST_RUN))?.state),
    });

    expect(states).toEqual(['planning']);
    expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ state: 'planned', expected: 2 });
  });

  it('completes the run itself where all images were done by then', async () => {
    await planWith({
      send: async (requests) => {
        for (const { runId, target } of requests) {
          await ledger.record(runId, recordedOutcome({ target }));
          await ledger.completeRun(runId, 'too early');
        }
      },
    });

    expect(await ledger.readRun(FIRST_RUN)).toMatchObject({
      state: 'completed',
      finishedAt: new Date(clock.now()).toISOString(),
      counts: { unchanged: 2 },
    });
  });

  it('leaves a run that could not be sent as one that is still being planned', async () => {
    const failure = new Error('the queue is gone');

    const planning = planWith({ send: () => Promise.reject(failure) });

    await expect(planning).rejects.toBe(failure);
    expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ state: 'planning', expected: null });
  });
});
