import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../lib/mirror/outcome.ts';
import type { Ledger } from '../../lib/mirror/ports.ts';
import { FIRST_RUN, recordedOutcome, run, SECOND_RUN } from './run-builder.ts';

const TARGET = recordedOutcome().target;
const FINISHED_AT = '2026-01-01T00:10:00.000Z';

/** What recording outcomes of planning in a {@link Ledger} guarantees; `current` gives a new ledger to each test. */
export function plannedContract(current: () => Ledger): void {
  describe('recordPlanned', () => {
    const unlisted: Outcome = { ...recordedOutcome({ status: 'failed' }), target: null };
    let ledger: Ledger;

    beforeEach(async () => {
      ledger = current();
      await ledger.openRun(run());
    });

    it('counts an outcome that has no target', async () => {
      expect(await ledger.recordPlanned(FIRST_RUN, 0, unlisted)).toBe(true);

      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ counts: { failed: 1 } });
    });

    it('counts a position once, and each run for itself', async () => {
      await ledger.openRun(run({ id: SECOND_RUN }));

      const counted = [
        await ledger.recordPlanned(FIRST_RUN, 0, unlisted),
        await ledger.recordPlanned(FIRST_RUN, 0, unlisted),
        await ledger.recordPlanned(FIRST_RUN, 1, unlisted),
        await ledger.recordPlanned(SECOND_RUN, 0, unlisted),
      ];

      expect(counted).toEqual([true, false, true, true]);
      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ counts: { failed: 2 } });
      expect(await ledger.readRun(SECOND_RUN)).toMatchObject({ counts: { failed: 1 } });
    });

    it('counts several outcomes of one target, and changes no record of an image', async () => {
      await ledger.record(FIRST_RUN, recordedOutcome());

      await ledger.recordPlanned(FIRST_RUN, 1, recordedOutcome({ status: 'failed' }));
      await ledger.recordPlanned(FIRST_RUN, 2, recordedOutcome({ status: 'failed' }));

      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({
        counts: { unchanged: 1, failed: 2 },
      });
      expect(await ledger.readImage(TARGET)).toMatchObject({ outcome: { status: 'unchanged' } });
    });

    it('belongs to what a run is completed with, and not to what comes after', async () => {
      await ledger.recordPlanned(FIRST_RUN, 0, unlisted);
      await ledger.record(FIRST_RUN, recordedOutcome());
      await ledger.markPlanned(FIRST_RUN, 2);

      const completed = await ledger.completeRun(FIRST_RUN, FINISHED_AT);

      expect(completed).toMatchObject({ counts: { unchanged: 1, failed: 1 } });
      expect(await ledger.recordPlanned(FIRST_RUN, 2, unlisted)).toBe(false);
      expect(await ledger.readRun(FIRST_RUN)).toEqual(completed);
    });
  });
}
