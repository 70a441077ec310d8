import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWorker, type WorkerFixture } from '../../support/aws/worker-fixture.ts';
import { image } from '../../support/image-builder.ts';
import { FIRST_RUN, SECOND_RUN } from '../../support/run-builder.ts';

const BUILT = image();
const NOBODY = { batchItemFailures: [] };
const FIRST_COMES_BACK = { batchItemFailures: [{ itemIdentifier: 'first' }] };

describe('createWorker', () => {
  let fixture: WorkerFixture;

  beforeEach(async () => {
    fixture = await startWorker();
  });

  afterEach(async () => {
    expect(fixture.keepersAtWork).toBe(0);
    expect(fixture.mirror.clock.sleepers).toBe(0);
    await fixture.mirror.end();
  });

  it('copies an image, counts it and completes its run', async () => {
    await fixture.plan(1);
    await fixture.mirror.publish(BUILT);

    const answer = await fixture.work([fixture.delivered(fixture.message())]);

    expect(answer).toEqual(NOBODY);
    expect(await fixture.mirror.tagged()).toBe(BUILT.root.descriptor.digest);
    expect(fixture.completed).toMatchObject([{ id: FIRST_RUN, counts: { copied: 1 } }]);
    expect(fixture.counted).toMatchObject([{ status: 'copied', attempts: 1 }]);
    expect(fixture.kept).toEqual(['receipt of first']);
    expect(fixture.emissions).toBe(1);
  });

  it('says of each image in a line what became of it', async () => {
    await fixture.plan(1);
    await fixture.mirror.publish(BUILT);

    await fixture.work([fixture.delivered(fixture.message())]);

    const { source, target } = fixture.mirror.request();
    expect(fixture.log.lines).toMatchObject([
      {
        level: 'info',
        message: 'image synced',
        fields: {
          run: FIRST_RUN,
          source,
          target,
          status: 'copied',
          record: 'counted',
          error: null,
        },
      },
    ]);
  });

  it('reads a source once for all images of a batch', async () => {
    await fixture.plan(3);
    await fixture.mirror.publish(BUILT);
    const { host } = fixture.mirror.target;
    const records = ['a', 'b', 'c'].map((id) =>
      fixture.delivered(fixture.message({}, { target: `${host}/${id}:1` }), { id }),
    );

    await fixture.work(records);

    const resolved = fixture.mirror.source.requests.filter(({ path }) =>
      path.endsWith('/manifests/1'),
    );
    expect(resolved).toHaveLength(1);
    expect(fixture.completed).toMatchObject([{ counts: { copied: 3 } }]);
  });

  it('counts an image once, and completes a run that a dead worker left, although a message comes twice', async () => {
    await fixture.plan(1);
    await fixture.mirror.publish(BUILT);
    const record = fixture.delivered(fixture.message());
    vi.spyOn(fixture.mirror.ledger, 'completeRun').mockRejectedValueOnce(new Error('dead'));

    const first = await fixture.work([record]);
    const second = await fixture.work([record]);

    expect([first, second]).toEqual([FIRST_COMES_BACK, NOBODY]);
    expect(fixture.completed).toMatchObject([{ counts: { copied: 1, unchanged: 0 } }]);
    expect(fixture.counted).toMatchObject([{ status: 'copied' }]);
  });

  it.each(['superseded', 'completed', 'forgotten'])(
    'drops a message of a run that is %s',
    async (state) => {
      if (state !== 'forgotten') await fixture.plan(state === 'completed' ? 0 : 1);
      if (state === 'superseded') await fixture.mirror.ledger.supersedeRun(FIRST_RUN, 'now');
      if (state === 'completed') await fixture.mirror.ledger.completeRun(FIRST_RUN, 'now');

      const answer = await fixture.work([fixture.delivered(fixture.message())]);

      expect(answer).toEqual(NOBODY);
      expect(fixture.mirror.source.requests).toEqual([]);
      expect(fixture.log.lines).toMatchObject([{ message: 'message dropped', fields: { state } }]);
    },
  );

  it('lays aside what it does not understand', async () => {
    const answer = await fixture.work([fixture.delivered('no request at all')]);

    expect(answer).toEqual(NOBODY);
    expect(fixture.deadLetters).toEqual(['no request at all']);
    expect(fixture.log.lines).toMatchObject([{ level: 'error' }]);
  });

  it('has a message alone come back where the ledger cannot be had', async () => {
    await fixture.plan(1);
    await fixture.mirror.publish(BUILT);
    vi.spyOn(fixture.mirror.ledger, 'readRun').mockRejectedValueOnce(new Error('no ledger'));
    const ofAnotherRun = fixture.message({}, { runId: SECOND_RUN });

    const answer = await fixture.work([
      fixture.delivered(ofAnotherRun),
      fixture.delivered(fixture.message(), { id: 'second' }),
    ]);

    expect(answer).toEqual(FIRST_COMES_BACK);
    expect(fixture.counted).toHaveLength(1);
    expect(fixture.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'message not handled' }),
    );
  });

  it('answers at once where there is nothing', async () => {
    expect(await fixture.work([])).toEqual(NOBODY);
  });
});
