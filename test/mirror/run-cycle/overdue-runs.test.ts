import { beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../support/run-builder.ts';
import { HOUR, RunCycleFixture } from '../../support/run-cycle-fixture.ts';

const SCHEDULE = { kind: 'schedule', identity: 'schedule 1' } as const;

describe('attend, while a run takes longer than any may', () => {
  let world: RunCycleFixture;

  beforeEach(async () => {
    world = new RunCycleFixture('busybox:1\nalpine:1\netcd:1\nempty:*');
  });

  /** All but busybox are lost. */
  async function overdue(): Promise<string> {
    const runId = await world.planned();
    world.sent = world.sent.slice(0, 1);
    await world.workOff();
    world.clock.advance(12 * HOUR);
    return runId;
  }

  it('fails the images of which nobody heard, completes the run and plans a new one', async () => {
    const runId = await overdue();

    const next = await world.planned(SCHEDULE);

    expect(next).not.toBe(runId);
    expect(world.completed).toHaveLength(1);
    expect(world.completed[0]).toMatchObject({
      id: runId,
      state: 'completed',
      expected: 4,
      counts: { unchanged: 1, failed: 3 },
    });
    expect(world.events).toContainEqual({ type: 'closed', runId, lost: 2 });
    const outcomes = await world.reader.listOutcomes(runId);
    expect(outcomes.map(({ target, error }) => [target, error?.code])).toEqual(
      expect.arrayContaining([
        ['mirror.example/alpine:1', 'LOST'],
        ['mirror.example/etcd:1', 'LOST'],
        [null, 'EMPTY_SELECTION'],
      ]),
    );
  });

  it('counts what was settled and not counted, and what was never sent', async () => {
    const runId = await world.planned();
    const images = await world.expansions.read(runId);
    const orphan = run({ trigger: 'schedule', startedAt: new Date(0).toISOString() });
    await world.ledger.openRun(orphan);
    await world.expansions.keep(orphan.id, images ?? []);

    await world.attend(world.trigger(SCHEDULE));

    expect(await world.ledger.readRun(orphan.id)).toMatchObject({
      state: 'completed',
      expected: 4,
      counts: { failed: 4 },
    });
  });

  it('supersedes a run of which nobody knows the images', async () => {
    const orphan = run({ trigger: 'schedule', startedAt: new Date(0).toISOString() });
    await world.ledger.openRun(orphan);

    await world.planned(SCHEDULE);

    expect(await world.ledger.readRun(orphan.id)).toMatchObject({ state: 'superseded' });
    expect(world.completed).toEqual([]);
  });

  it('leaves a run alone that has its time', async () => {
    const runId = await world.planned();
    world.clock.advance(12 * HOUR - 2_000);

    await world.attend(world.trigger(SCHEDULE));

    expect(await world.ledger.readRun(runId)).toMatchObject({ state: 'planned' });
  });
});
