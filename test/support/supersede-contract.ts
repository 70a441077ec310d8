import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Announce, Ledger } from '../../lib/mirror/ports.ts';
import { FIRST_RUN, recordedOutcome, run, SECOND_RUN } from './run-builder.ts';

const FINISHED_AT = '2026-01-01T00:10:00.000Z';
const LATER = '2026-01-01T00:11:00.000Z';

/** How runs of a {@link Ledger} end before they are complete; `current` gives a new ledger to each test. */
export function supersedeContract(current: () => Ledger): void {
  describe('supersedeRun', () => {
    let ledger: Ledger;

    beforeEach(() => {
      ledger = current();
    });

    async function bePlanned(expected: number): Promise<void> {
      await ledger.openRun(run());
      await ledger.markPlanned(FIRST_RUN, expected);
    }

    it.each([
      ['planning', async () => ledger.openRun(run())],
      ['planned', async () => bePlanned(2)],
    ])('ends a run that is %s, for one caller', async (_, arrange) => {
      await arrange();

      const ended = [
        await ledger.supersedeRun(FIRST_RUN, FINISHED_AT),
        await ledger.supersedeRun(FIRST_RUN, LATER),
      ];

      expect(ended).toEqual([true, false]);
      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({
        state: 'superseded',
        finishedAt: FINISHED_AT,
      });
    });

    it('leaves a completed run alone, and one that was never opened', async () => {
      await bePlanned(0);
      const completed = await ledger.completeRun(FIRST_RUN, FINISHED_AT);

      expect(await ledger.supersedeRun(FIRST_RUN, LATER)).toBe(false);
      expect(await ledger.supersedeRun(SECOND_RUN, LATER)).toBe(false);

      expect(await ledger.readRun(FIRST_RUN)).toEqual(completed);
      expect(await ledger.readRun(SECOND_RUN)).toBeUndefined();
    });

    it('leaves a run superseded whatever is recorded, planned or opened later', async () => {
      await bePlanned(1);
      await ledger.supersedeRun(FIRST_RUN, FINISHED_AT);
      const announce = vi.fn<Announce>();

      const counted = [
        await ledger.record(FIRST_RUN, recordedOutcome({ status: 'copied' })),
        await ledger.record(FIRST_RUN, recordedOutcome({ status: 'copied' })),
      ];
      await ledger.openRun(run());
      await ledger.markPlanned(FIRST_RUN, 1);

      expect(counted).toEqual([true, false]);
      expect(await ledger.completeRun(FIRST_RUN, LATER, announce)).toBeUndefined();
      expect(announce).not.toHaveBeenCalled();
      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({
        state: 'superseded',
        finishedAt: FINISHED_AT,
        counts: { copied: 1 },
      });
    });

    it('stays with a run that ends while it is announced', async () => {
      await bePlanned(0);

      const completed = await ledger.completeRun(FIRST_RUN, LATER, async () => {
        await ledger.supersedeRun(FIRST_RUN, FINISHED_AT);
      });

      expect(completed).toBeUndefined();
      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ state: 'superseded' });
    });
  });

  describe('listOpenRuns', () => {
    const THIRD_RUN = '01KDVDS2YRCCCCCCCCCCCCCCCC';

    it('lists what is neither completed nor superseded, the oldest first', async () => {
      const ledger = current();
      for (const id of [THIRD_RUN, SECOND_RUN, FIRST_RUN]) await ledger.openRun(run({ id }));
      await ledger.markPlanned(FIRST_RUN, 7);
      await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }));

      const all = await ledger.listOpenRuns();
      await ledger.supersedeRun(THIRD_RUN, FINISHED_AT);
      await ledger.markPlanned(SECOND_RUN, 0);
      await ledger.completeRun(SECOND_RUN, FINISHED_AT);

      expect(all.map(({ id }) => id)).toEqual([FIRST_RUN, SECOND_RUN, THIRD_RUN]);
      expect(all[0]).toMatchObject({ state: 'planned', expected: 7, counts: { failed: 1 } });
      expect(await ledger.listOpenRuns()).toEqual([all[0]]);
    });

    it('lists nothing where nothing is open', async () => {
      expect(await current().listOpenRuns()).toEqual([]);
    });
  });
}
