import { describe, expect, it } from 'vitest';
import type { Attended, RunTriggered } from '../../../lib/mirror/run-cycle/run-cycle.ts';
import { Death, type Fate, mortalCycle } from '../../support/mortal-cycle.ts';
import { RunCycleFixture, SOURCE } from '../../support/run-cycle-fixture.ts';

const FORMER = 'busybox:1\nalpine:1\ngone:1';
/** Of these, `empty` has no tags. */
const NEWEST = 'busybox:1\nalpine:1\netcd:*\nempty:*';

/** A definition was planned, one image of it failed and left since, and another one still waits. */
async function begun(): Promise<{ world: RunCycleFixture; formerRun: string }> {
  const world = new RunCycleFixture(FORMER);
  await world.repositories.tag('source.example/etcd', ['1', '2']);
  const formerRun = await world.planned({ identity: 'the former event' });
  world.sent = world.sent.filter(({ target }) => target !== 'mirror.example/alpine:1');
  await world.workOff(['mirror.example/gone:1']);
  world.text = NEWEST;
  return { world, formerRun };
}

/** Whether the planner lived to its end. */
async function isSurvived(
  world: RunCycleFixture,
  trigger: RunTriggered,
  fate: Fate,
): Promise<boolean> {
  const attending = world.attend(trigger, mortalCycle(world.cycle, fate));
  return await attending.then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof Death)) throw error;
      return false;
    },
  );
}

async function expectOneRun(world: RunCycleFixture, formerRun: string): Promise<void> {
  const [latest, former, ...others] = await world.ledger.listRuns({ limit: 10 });
  expect(others).toEqual([]);
  expect(former).toMatchObject({ id: formerRun, state: 'superseded' });
  expect(latest).toMatchObject({
    state: 'completed',
    expected: 5,
    counts: { unchanged: 4, failed: 1, copied: 0, conflict: 0, skipped: 0 },
  });
  expect([...new Set(world.completed.map(({ id }) => id))]).toEqual([latest?.id]);
  expect(await world.ledger.listFailing()).toEqual([]);
  const { planned, good } = await world.definitions.read(SOURCE);
  expect(planned).toEqual({ version: latest?.definitionVersion, runId: latest?.id });
  expect(good).toMatchObject({ text: NEWEST });
}

/** Every moment of a planning: each call and both sides of it, as long as the planner dies of it. */
async function atEveryMoment(
  kind: RunTriggered['kind'],
  live: (
    world: RunCycleFixture,
    retry: (fate?: Fate) => Promise<boolean | Attended>,
  ) => Promise<void>,
): Promise<number> {
  for (let call = 1; ; call += 1) {
    for (const when of ['before', 'after'] as const) {
      const { world, formerRun } = await begun();
      const trigger = world.trigger({ kind, identity: 'the newest event' });
      if (await isSurvived(world, trigger, { call, when })) return call - 1;
      await live(world, (fate) =>
        fate ? isSurvived(world, trigger, fate) : world.attend(trigger),
      );
      await world.workOff();
      await expectOneRun(world, formerRun);
    }
  }
}

describe('attend, told the same change again', () => {
  it('comes to one complete run wherever its planner died', async () => {
    const calls = await atEveryMoment('change', async (_, retry) => {
      await retry();
    });

    expect(calls).toBeGreaterThan(15);
  });

  it('comes to the same where workers were done with what had been sent', async () => {
    await atEveryMoment('change', async (world, retry) => {
      await world.workOff();
      await retry();
    });
  });

  it('comes to the same where the next planner dies too', async () => {
    for (let call = 1; call < 30; call += 3) {
      await atEveryMoment('change', async (world, retry) => {
        await retry({ call, when: call % 2 === 0 ? 'before' : 'after' });
        world.clock.advance(60_000);
        await retry();
      });
    }
  });

  it('comes to the same where the planner was called by hand', async () => {
    await atEveryMoment('manual', async (_, retry) => {
      await retry();
    });
  });
});
