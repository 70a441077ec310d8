import { beforeEach, describe, expect, it } from 'vitest';
import { EventsError } from '../../../lib/aws/events/events-error.ts';
import {
  createPlanner,
  type PlannerDependencies,
} from '../../../lib/aws/planner/create-planner.ts';
import type { Continuation } from '../../../lib/aws/planner/invoke-itself.ts';
import { PlanUnfinishedError } from '../../../lib/aws/planner/plan-unfinished-error.ts';
import { LeaseHeldError } from '../../../lib/mirror/errors.ts';
import { MemoryLeases } from '../../support/memory-leases.ts';
import { FIRST_RUN, recordedOutcome, run } from '../../support/run-builder.ts';
import { RunCycleFixture, SOURCE } from '../../support/run-cycle-fixture.ts';
import { SkippingClock } from '../../support/skipping-clock.ts';
import { ToldLog } from '../../support/told-log.ts';

const SECOND = 1_000;
const SCHEDULE = {
  trigger: 'schedule',
  scheduledTime: '2026-01-01T00:00:00Z',
  executionId: 'execution 1',
};

describe('createPlanner', () => {
  let world: RunCycleFixture;
  let leases: MemoryLeases;
  let log: ToldLog;
  let handedOn: Continuation[];
  let owners: number;

  beforeEach(() => {
    world = new RunCycleFixture('busybox:1\nalpine:1');
    leases = new MemoryLeases(world.clock);
    log = new ToldLog();
    handedOn = [];
    owners = 0;
  });

  function dependencies(): PlannerDependencies {
    return {
      place: { kind: 's3', bucket: 'bucket', key: 'images.yaml' },
      cycle: world.cycle,
      leases,
      introduce: async () => {},
      goOn: async (continuation) => void handedOn.push(continuation),
      foresee: async (call, { untilMs }) => ({ call, untilMs }),
      log,
      newOwner: () => `planner ${owners++}`,
    };
  }

  function call(event: unknown, seconds = 900, given: Partial<PlannerDependencies> = {}) {
    const context = { awsRequestId: 'request', getRemainingTimeInMillis: () => seconds * SECOND };
    return createPlanner({ ...dependencies(), ...given })(event, context);
  }

  it('plans and answers with the run', async () => {
    const answer = await call(SCHEDULE);

    const [planned] = await world.reader.listRuns({ limit: 2 });
    expect(answer).toEqual({ runId: planned?.id, images: 2, state: 'planned' });
    expect(world.targets).toHaveLength(2);
    expect(log.lines).toMatchObject([{ level: 'info', message: 'planner is done' }]);
  });

  it('answers why there is nothing to plan', async () => {
    await call(SCHEDULE);
    const again = { ...SCHEDULE, scheduledTime: '2026-01-01T06:00:00Z' };

    expect(await call(again)).toMatchObject({
      runId: null,
      images: 0,
      state: 'skipped',
      skipped: expect.stringMatching(/^the run .* is open$/),
    });
  });

  describe('where announcements fail', () => {
    function cycleRefusing(problem: string): PlannerDependencies['cycle'] {
      const refuse = () => Promise.reject(new EventsError('an event', problem));
      return {
        ...world.cycle,
        announcements: { runCompleted: refuse, definitionBroken: refuse },
      };
    }

    /** The last worker has counted its image, and could not announce the run. */
    async function leaveUnannounced(): Promise<void> {
      await call(SCHEDULE);
      for (const { runId, source, target } of world.sent) {
        await world.ledger.record(runId, recordedOutcome({ source, target }));
      }
    }

    const LATER = { ...SCHEDULE, scheduledTime: '2026-01-01T06:00:00Z' };

    it('plans all the same where nobody will ever take them', async () => {
      await leaveUnannounced();

      const answer = await call(LATER, 900, { cycle: cycleRefusing('ResourceNotFoundException') });

      expect(answer).toMatchObject({ images: 2, state: 'planned' });
      const runs = await world.reader.listRuns({ limit: 2 });
      expect(runs.map(({ state }) => state)).toEqual(['planned', 'completed']);
      expect(log.lines).toContainEqual({
        level: 'error',
        message: 'announcement is not taken',
        fields: { run: runs[1]?.id, error: expect.any(EventsError) },
      });
    });

    it('has the last good definition in force where a broken one cannot be announced', async () => {
      await leaveUnannounced();
      world.text = 'broken';

      const answer = await call(LATER, 900, { cycle: cycleRefusing('AccessDeniedException') });

      expect(answer).toMatchObject({ images: 2, state: 'planned' });
    });

    it('completes nothing that may be announced later', async () => {
      await leaveUnannounced();

      const calling = call(LATER, 900, { cycle: cycleRefusing('ThrottlingException') });

      await expect(calling).rejects.toBeInstanceOf(EventsError);
      expect(await world.ledger.listOpenRuns()).toHaveLength(1);
    });
  });

  it('gives the lease back, also after a failure', async () => {
    const failure = new Error('the table is gone');
    const cycle = { ...world.cycle, queue: { send: () => Promise.reject(failure) } };

    await expect(call(SCHEDULE, 900, { cycle })).rejects.toBe(failure);

    expect(await leases.acquire(SOURCE, 'somebody else', SECOND)).toBeDefined();
  });

  it('fails where another planner is at work for longer than it can wait', async () => {
    const clock = new SkippingClock();
    const held = new MemoryLeases(clock);
    await held.acquire(SOURCE, 'somebody else', 3_600 * SECOND);
    const cycle = { ...world.cycle, clock };

    await expect(call(SCHEDULE, 900, { cycle, leases: held })).rejects.toThrow(LeaseHeldError);

    expect(log.lines).toMatchObject([{ message: 'another planner is at work' }]);
    expect(clock.slept.length).toBeLessThan(450);
  });

  it('hands on what it has no time for', async () => {
    const answer = await call({ only: ['*busybox*'] }, 60);

    const [planned] = await world.reader.listRuns({ limit: 1 });
    expect(answer).toEqual({ runId: planned?.id, images: 0, state: 'unfinished' });
    expect(handedOn).toEqual([{ resume: planned?.id, hops: 1, from: 0, only: ['*busybox*'] }]);
  });

  it('goes on with what was handed on', async () => {
    await call({ only: ['*busybox*'] }, 60);

    expect(await call(handedOn[0])).toMatchObject({ state: 'planned', images: 1 });
    expect(world.targets).toEqual(['mirror.example/busybox:1']);
  });

  it('supersedes with a whole run by hand what it would have, had it not been handed on', async () => {
    await call(SCHEDULE);
    await call({}, 60);
    await call(handedOn[0], 60);

    await call(handedOn[1]);

    const [byHand, former] = await world.reader.listRuns({ limit: 2 });
    expect(byHand).toMatchObject({ trigger: 'manual', state: 'planned' });
    expect(former).toMatchObject({ trigger: 'schedule', state: 'superseded' });
    expect((await world.definitions.read(SOURCE)).planned?.runId).toBe(byHand?.id);
  });

  it('supersedes nothing with a part of the definition that was handed on', async () => {
    await call(SCHEDULE);
    await call({ only: ['*busybox*'] }, 60);

    await call(handedOn[0]);

    const [byHand, former] = await world.reader.listRuns({ limit: 2 });
    expect([byHand?.state, former?.state]).toEqual(['planned', 'planned']);
  });

  it('gives up what was handed on a dozen times', async () => {
    await call(SCHEDULE);
    const [planned] = await world.reader.listRuns({ limit: 1 });
    const unplanned = run({ definitionVersion: planned?.definitionVersion ?? 'sha256:0' });
    await world.ledger.openRun(unplanned);

    await expect(call({ resume: FIRST_RUN, hops: 12 }, 60)).rejects.toThrow(PlanUnfinishedError);

    expect(handedOn).toEqual([]);
  });

  it('logs every mistake of a definition with its place', async () => {
    world.text = 'busybox:1\nbroken';

    await call(SCHEDULE);

    expect(log.lines[0]).toMatchObject({
      level: 'error',
      message: 'definition cannot be used',
      fields: { definition: SOURCE, file: SOURCE, line: 2, column: 1, problem: 'is broken' },
    });
  });

  it('logs every doubt about a definition with its place, and plans it', async () => {
    const problem = { file: SOURCE, line: 2, column: 3, message: 'is odd', hint: 'say otherwise' };
    const { source } = world.cycle;
    const parse = (text: string) => ({ ...source.parse(text), warnings: [problem] });

    const answer = await call(SCHEDULE, 900, {
      cycle: { ...world.cycle, source: { ...source, parse } },
    });

    expect(answer).toMatchObject({ state: 'planned' });
    const { message, ...others } = problem;
    expect(log.lines[0]).toEqual({
      level: 'warn',
      message: 'definition is doubtful',
      fields: { definition: SOURCE, problem: message, ...others },
    });
  });

  it('answers a dry run without a lease, and until a minute before its time', async () => {
    await leases.acquire(SOURCE, 'somebody else', 3_600 * SECOND);

    expect(await call({ dryRun: true, only: ['a'] })).toEqual({
      call: { kind: 'dry-run', only: ['a'] },
      untilMs: world.clock.now() + 840 * SECOND,
    });
  });
});
