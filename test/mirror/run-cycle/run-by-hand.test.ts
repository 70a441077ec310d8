import { beforeEach, describe, expect, it } from 'vitest';
import { RunCycleFixture, SOURCE } from '../../support/run-cycle-fixture.ts';

describe('attend, called by hand', () => {
  let world: RunCycleFixture;

  beforeEach(async () => {
    world = new RunCycleFixture('busybox:1\nalpine:1\netcd:*');
    await world.repositories.tag('source.example/etcd', ['1', '2', '3-rc']);
  });

  const manual = { kind: 'manual', identity: 'request 1' } as const;

  it('plans the whole definition, whatever was planned before', async () => {
    const former = await world.planned();

    const runId = await world.planned(manual);

    expect(await world.ledger.readRun(runId)).toMatchObject({ trigger: 'manual', expected: 5 });
    expect(await world.ledger.readRun(former)).toMatchObject({ state: 'superseded' });
    expect((await world.definitions.read(SOURCE)).planned?.runId).toBe(runId);
  });

  it.each([
    [['source.example/alpine:1'], ['mirror.example/alpine:1']],
    [['mirror.example/alpine'], ['mirror.example/alpine:1']],
    [['*/etcd:?'], ['mirror.example/etcd:1', 'mirror.example/etcd:2']],
    [
      ['source.example/etcd:3-rc', '*busy*'],
      ['mirror.example/busybox:1', 'mirror.example/etcd:3-rc'],
    ],
  ])('plans what %j means', async (only, targets) => {
    await world.planned({ ...manual, only });

    expect(world.targets).toEqual(targets);
  });

  it('lists no tags that nobody asks for', async () => {
    await world.planned({ ...manual, only: ['mirror.example/alpine:1'] });

    expect(world.repositories.opened).toEqual([]);
  });

  it('is the latest of its images though it was called for before a run that is over', async () => {
    await world.planned();
    await world.workOff();
    const atMs = world.clock.now();
    world.clock.advance(1_000);
    await world.planned({ ...manual, only: ['*alpine:1'] });
    await world.workOff(['mirror.example/alpine:1']);

    await world.planned({ kind: 'schedule', identity: 'schedule 1', atMs });
    await world.workOff();

    expect(await world.reader.listFailing()).toEqual([]);
  });

  it('leaves other runs and what is known of the definition alone', async () => {
    const former = await world.planned();

    await world.planned({ ...manual, only: ['*alpine:1'] });

    expect(await world.ledger.readRun(former)).toMatchObject({ state: 'planned' });
    expect((await world.definitions.read(SOURCE)).planned?.runId).toBe(former);
  });

  it('takes a part for no whole where somebody resumes it who does not say what it is about', async () => {
    const former = await world.planned();
    await world.workOff(['mirror.example/busybox:1']);
    const runId = await world.planned({ ...manual, only: ['*alpine:1'] });

    await world.attend({ kind: 'resume', runId, from: 0 });

    expect(await world.reader.listFailing()).toHaveLength(1);
    expect((await world.definitions.read(SOURCE)).planned?.runId).toBe(former);
  });

  it('rejects where nothing matches, and leaves no run open', async () => {
    const attending = world.attend(world.trigger({ ...manual, only: ['quay.io/none', '*zz*'] }));

    await expect(attending).rejects.toThrow(
      'no image of the definition matches quay.io/none, *zz*',
    );
    expect(await world.ledger.listOpenRuns()).toEqual([]);
  });
});

describe('attend, to try again what failed', () => {
  const retry = { kind: 'retry', identity: 'request 1' } as const;
  let world: RunCycleFixture;

  beforeEach(async () => {
    world = new RunCycleFixture('busybox:1\nalpine:1');
    await world.planned();
  });

  it('plans the images that failed and no others', async () => {
    await world.workOff(['mirror.example/alpine:1']);

    const runId = await world.planned(retry);
    await world.workOff();

    expect(await world.ledger.readRun(runId)).toMatchObject({
      trigger: 'retry',
      state: 'completed',
      expected: 1,
      counts: { unchanged: 1 },
    });
    expect(await world.reader.listFailing()).toEqual([]);
  });

  it('does nothing where nothing failed', async () => {
    await world.workOff();

    expect(await world.attend(world.trigger(retry))).toEqual({
      state: 'skipped',
      reason: 'no image is failing',
    });
  });

  it('does nothing where all that failed has left the definition', async () => {
    await world.workOff(['mirror.example/alpine:1']);
    world.text = 'busybox:1';

    const attended = await world.attend(world.trigger(retry));

    expect(attended).toMatchObject({ state: 'skipped' });
    expect(await world.ledger.listOpenRuns()).toEqual([]);
  });
});

describe('attend, of a whole definition', () => {
  it('keeps failing images whose source could not be listed', async () => {
    const world = new RunCycleFixture('etcd:*');
    await world.repositories.tag('source.example/etcd', ['1']);
    await world.planned();
    await world.workOff(['mirror.example/etcd:1']);
    world.repositories.of('source.example/etcd').script.on('listTags', () => {
      throw new Error('unreachable');
    });

    await world.planned({ kind: 'schedule', identity: 'schedule 1' });

    expect(await world.reader.listFailing()).toHaveLength(1);
  });
});
