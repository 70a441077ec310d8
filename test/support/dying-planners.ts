import { expect } from 'vitest';
import type { Attended, RunTriggered } from '../../lib/mirror/run-cycle/run-cycle.ts';
import { Death, type Fate, mortalCycle } from './mortal-cycle.ts';
import { RunCycleFixture, type RunCycleHome, SOURCE } from './run-cycle-fixture.ts';

const FORMER = 'busybox:1\nalpine:1\ngone:1';
/** Of these, `empty` has no tags. */
const NEWEST = 'busybox:1\nalpine:1\netcd:*\nempty:*';

/** A definition was planned, one image of it failed and left since, and another one still waits. */
async function begun(home?: RunCycleHome): Promise<{ world: RunCycleFixture; formerRun: string }> {
  const world = new RunCycleFixture(FORMER, home);
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
  const [latest, former, ...others] = await world.reader.listRuns({ limit: 10 });
  expect(others).toEqual([]);
  expect(former).toMatchObject({ id: formerRun, state: 'superseded' });
  expect(latest).toMatchObject({
    state: 'completed',
    expected: 5,
    counts: { unchanged: 4, failed: 1, copied: 0, conflict: 0, skipped: 0 },
  });
  expect([...new Set(world.completed.map(({ id }) => id))]).toEqual([latest?.id]);
  expect(await world.reader.listFailing()).toEqual([]);
  const { planned, good } = await world.definitions.read(SOURCE);
  expect(planned).toEqual({ version: latest?.definitionVersion, runId: latest?.id });
  expect(good).toMatchObject({ text: NEWEST });
}

export interface DyingPlannersOptions {
  readonly kind: RunTriggered['kind'];
  /** Where what outlives a planner is kept. Default: in memory. */
  readonly home?: () => Promise<RunCycleHome>;
  /** How many calls a planner makes from one death to the next. Default: 1. */
  readonly step?: number;
}

/** Tells the trigger again: to a planner that dies too, or to one that lives. */
export type TellAgain = (fate?: Fate) => Promise<boolean | Attended>;

/**
 * Lets planners die at every moment, each in a world of its own: at each call and on both sides of it, until one lives.
 * After what `live` makes of it and what workers do, the world has to be as if nobody had died. Resolves to
 * how many calls a planner makes.
 */
export async function dyingPlanners(
  { kind, home, step = 1 }: DyingPlannersOptions,
  live: (world: RunCycleFixture, tellAgain: TellAgain) => Promise<unknown>,
): Promise<number> {
  for (let call = 1; ; call += step) {
    for (const when of ['before', 'after'] as const) {
      const { world, formerRun } = await begun(await home?.());
      const trigger = world.trigger({ kind, identity: 'the newest event' });
      if (await isSurvived(world, trigger, { call, when })) return call - step;
      await live(world, (fate) =>
        fate ? isSurvived(world, trigger, fate) : world.attend(trigger),
      );
      await world.workOff();
      await expectOneRun(world, formerRun);
    }
  }
}
