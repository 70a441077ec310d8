import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Announce, Ledger } from '../../lib/mirror/ports.ts';
import { FIRST_RUN, recordedOutcome, run } from './run-builder.ts';

const FINISHED_AT = '2026-01-01T00:10:00.000Z';
const LATER = '2026-01-01T00:11:00.000Z';

/** How a {@link Ledger} completes runs; `current` gives a new ledger to each test. */
export function completeContract(current: () => Ledger): void {
  describe('completeRun', () => {
    let ledger: Ledger;

    beforeEach(() => {
      ledger = current();
    });

    /** Opens and plans a run that has all its outcomes. */
    async function beDone(): Promise<void> {
      await ledger.openRun(run());
      await ledger.markPlanned(FIRST_RUN, 1);
      await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }));
    }

    it('completes a run with its last outcome, for one caller', async () => {
      await beDone();

      const first = await ledger.completeRun(FIRST_RUN, FINISHED_AT);
      const second = await ledger.completeRun(FIRST_RUN, LATER);

      expect(first).toMatchObject({
        state: 'completed',
        expected: 1,
        finishedAt: FINISHED_AT,
        counts: { failed: 1 },
      });
      expect(second).toBeUndefined();
      expect(await ledger.readRun(FIRST_RUN)).toEqual(first);
    });

    it('completes a run for one of many callers at a time', async () => {
      await beDone();
      const attempts = Array.from({ length: 5 }, () => ledger.completeRun(FIRST_RUN, FINISHED_AT));

      const summaries = await Promise.all(attempts);

      expect(summaries.filter(Boolean)).toHaveLength(1);
    });

    it('completes a run without images', async () => {
      await ledger.openRun(run());
      await ledger.markPlanned(FIRST_RUN, 0);

      expect(await ledger.completeRun(FIRST_RUN, FINISHED_AT)).toMatchObject({ expected: 0 });
    });

    it('announces a run before it counts as completed, and never again', async () => {
      await beDone();
      const announced: unknown[] = [];
      const announce: Announce = async (told) => {
        announced.push(told, (await ledger.readRun(FIRST_RUN))?.state);
      };

      const completed = await ledger.completeRun(FIRST_RUN, FINISHED_AT, announce);
      await ledger.completeRun(FIRST_RUN, LATER, announce);

      expect(completed).toMatchObject({ state: 'completed', finishedAt: FINISHED_AT });
      expect(announced).toEqual([completed, 'planned']);
    });

    it('leaves a run planned that could not be announced, so that another caller announces it', async () => {
      await beDone();
      const failure = new Error('nobody listens');
      const announce = vi.fn<Announce>().mockRejectedValueOnce(failure).mockResolvedValue();

      await expect(ledger.completeRun(FIRST_RUN, FINISHED_AT, announce)).rejects.toBe(failure);
      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({
        state: 'planned',
        finishedAt: null,
      });
      const completed = await ledger.completeRun(FIRST_RUN, LATER, announce);

      expect(completed).toMatchObject({ state: 'completed', finishedAt: LATER });
      expect(announce).toHaveBeenLastCalledWith(completed);
    });

    it.each([
      ['is still being planned', async () => ledger.openRun(run())],
      [
        'lacks an outcome',
        async () => {
          await ledger.openRun(run());
          await ledger.markPlanned(FIRST_RUN, 2);
          await ledger.record(FIRST_RUN, recordedOutcome());
        },
      ],
      ['was never opened', async () => {}],
    ])('leaves a run alone that %s', async (_, arrange) => {
      await arrange();
      const before = await ledger.readRun(FIRST_RUN);
      const announce = vi.fn<Announce>();

      expect(await ledger.completeRun(FIRST_RUN, FINISHED_AT, announce)).toBeUndefined();

      expect(announce).not.toHaveBeenCalled();
      expect(await ledger.readRun(FIRST_RUN)).toEqual(before);
    });
  });
}
