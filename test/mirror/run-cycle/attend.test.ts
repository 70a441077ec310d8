import { beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../../lib/oci/digest.ts';
import { recordedOutcome, run } from '../../support/run-builder.ts';
import { HOUR, RunCycleFixture, SOURCE } from '../../support/run-cycle-fixture.ts';

describe('attend', () => {
  let world: RunCycleFixture;

  beforeEach(() => {
    world = new RunCycleFixture('busybox:1\nalpine:1');
  });

  describe('on a change', () => {
    it('plans the newest text and remembers it', async () => {
      const runId = await world.planned();

      expect(world.targets).toEqual(['mirror.example/busybox:1', 'mirror.example/alpine:1']);
      const version = digestOf(Buffer.from(world.text ?? ''));
      expect(await world.definitions.read(SOURCE)).toEqual({
        planned: { version, runId },
        good: { version, text: world.text },
      });
      expect(await world.ledger.readRun(runId)).toMatchObject({
        trigger: 'change',
        state: 'planned',
        expected: 2,
      });
    });

    it('does nothing for a version that is planned, by whatever event', async () => {
      await world.planned();
      world.sent = [];

      const again = await world.attend(world.trigger({ identity: 'event 2' }));

      expect(again).toEqual({ state: 'skipped', reason: 'this version is planned already' });
      expect(world.sent).toEqual([]);
    });

    it('supersedes the run of an older version', async () => {
      const former = await world.planned();
      world.text = 'busybox:1';

      const newer = await world.planned({ identity: 'event 2' });

      expect(await world.ledger.readRun(former)).toMatchObject({ state: 'superseded' });
      expect(world.events).toEqual([{ type: 'superseded', runId: former }]);
      expect(newer > former).toBe(true);
    });

    it('plans a later run than any before, whatever the clock of its event says', async () => {
      const former = await world.planned();
      world.text = 'busybox:1';

      const newer = await world.planned({ identity: 'event 2', atMs: world.clock.now() - HOUR });

      expect(newer > former).toBe(true);
      expect(await world.ledger.readRun(former)).toMatchObject({ state: 'superseded' });
    });

    it('plans a version again that another one has superseded', async () => {
      const text = world.text;
      await world.planned();
      world.text = 'busybox:1';
      await world.planned({ identity: 'event 2' });
      world.text = text;

      expect(await world.attend(world.trigger({ identity: 'event 3' }))).toMatchObject({
        state: 'planned',
      });
    });
  });

  describe('with a definition that cannot be used', () => {
    it('leaves the last good one in force and tells of the other one', async () => {
      await world.planned();
      world.text = 'busybox:1\nbroken';

      const attended = await world.attend(world.trigger({ identity: 'event 2' }));

      expect(attended).toMatchObject({ state: 'skipped' });
      const { good, broken } = await world.definitions.read(SOURCE);
      expect(good?.text).toBe('busybox:1\nalpine:1');
      expect(broken).toMatchObject({
        since: new Date(world.clock.now()).toISOString(),
        version: digestOf(Buffer.from(world.text)),
        problems: [{ file: SOURCE, line: 2, column: 1, message: 'is broken' }],
      });
      expect(world.toldBroken).toEqual([broken]);
      expect(world.events).toEqual([{ type: 'broken', definition: SOURCE, broken }]);
    });

    it('plans the last good one on the schedule, and tells again with the first time', async () => {
      await world.planned();
      await world.workOff();
      world.text = undefined;
      await world.attend(world.trigger({ identity: 'event 2' }));

      await world.planned({ kind: 'schedule', identity: 'schedule 1' });

      expect(world.targets).toEqual(['mirror.example/busybox:1', 'mirror.example/alpine:1']);
      expect(world.toldBroken).toHaveLength(2);
      expect(world.toldBroken[1]).toEqual(world.toldBroken[0]);
      expect(world.toldBroken[0]).toMatchObject({
        version: null,
        problems: [{ message: 'the definition does not exist' }],
      });
    });

    it('recovers with the next good one', async () => {
      world.text = 'broken';
      await world.attend(world.trigger());
      world.text = 'busybox:1';

      await world.planned({ identity: 'event 2' });

      expect(await world.definitions.read(SOURCE)).not.toHaveProperty('broken');
      expect(world.events.at(-1)).toEqual({ type: 'recovered', definition: SOURCE });
    });

    it('recovers with the one that was planned last, which is no run', async () => {
      await world.planned();
      const text = world.text;
      world.text = 'broken';
      await world.attend(world.trigger({ identity: 'event 2' }));
      world.text = text;

      const attended = await world.attend(world.trigger({ identity: 'event 3' }));

      expect(attended).toMatchObject({ state: 'skipped' });
      expect(await world.definitions.read(SOURCE)).not.toHaveProperty('broken');
    });

    it('does nothing where there never was a good one', async () => {
      world.text = undefined;

      for (const kind of ['change', 'schedule', 'manual', 'retry'] as const) {
        expect(await world.attend(world.trigger({ kind }))).toMatchObject({ state: 'skipped' });
      }
      expect(await world.reader.listRuns({ limit: 1 })).toEqual([]);
    });
  });

  describe('on the schedule', () => {
    const schedule = { kind: 'schedule', identity: 'schedule 1' } as const;

    it('plans the same version again once its run is over', async () => {
      await world.planned();
      await world.workOff();

      const runId = await world.planned(schedule);

      expect(await world.ledger.readRun(runId)).toMatchObject({ trigger: 'schedule' });
      expect((await world.definitions.read(SOURCE)).planned?.runId).toBe(runId);
    });

    it('is skipped while a run is open', async () => {
      const open = await world.planned();

      expect(await world.attend(world.trigger(schedule))).toEqual({
        state: 'skipped',
        reason: `the run ${open} is open`,
      });
    });

    it('first completes a run whose last worker died before it did', async () => {
      const open = await world.planned();
      for (const { target } of world.sent)
        await world.ledger.record(open, recordedOutcome({ target }));

      await world.planned(schedule);

      expect(world.completed.map(({ id }) => id)).toEqual([open]);
      expect(world.events).toContainEqual({ type: 'completed', runId: open });
    });

    it('goes on with a run whose planner died', async () => {
      const version = digestOf(Buffer.from(world.text ?? ''));
      const orphan = run({ trigger: 'change', definitionVersion: version });
      await world.ledger.openRun(orphan);

      expect(await world.planned(schedule)).toBe(orphan.id);
      expect(await world.reader.listRuns({ limit: 2 })).toHaveLength(1);
    });

    it('ends what is left of an older version, and of a run by hand', async () => {
      const version = digestOf(Buffer.from(world.text ?? ''));
      const older = run({ trigger: 'change' });
      const byHand = run({ id: `${older.id.slice(0, -1)}B`, trigger: 'manual' });
      await world.ledger.openRun(older);
      await world.ledger.openRun({ ...byHand, definitionVersion: version });

      const runId = await world.planned(schedule);

      const states = await world.reader.listRuns({ limit: 3 });
      expect(states.map(({ id, state }) => [id, state])).toEqual([
        [runId, 'planned'],
        [byHand.id, 'superseded'],
        [older.id, 'superseded'],
      ]);
    });
  });
});
