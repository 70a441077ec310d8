import { beforeEach, describe, expect, it } from 'vitest';
import { OUTCOME_STATUSES } from '../../lib/mirror/outcome.ts';
import type { Ledger } from '../../lib/mirror/ports.ts';
import { FIRST_RUN, recordedOutcome, run, SECOND_RUN } from './run-builder.ts';

const TARGET = recordedOutcome().target;
const FINISHED_AT = '2026-01-01T00:10:00.000Z';

/** What recording in a {@link Ledger} guarantees, the exact count above all; `current` gives a new ledger to each test. */
export function recordContract(current: () => Ledger): void {
  describe('record', () => {
    let ledger: Ledger;

    beforeEach(async () => {
      ledger = current();
      await ledger.openRun(run());
      await ledger.openRun(run({ id: SECOND_RUN }));
    });

    it('makes an outcome the latest of its image', async () => {
      const outcome = recordedOutcome({ status: 'copied', warnings: ['old "mänifest"'] });

      await ledger.record(FIRST_RUN, outcome);

      expect(await ledger.readImage(TARGET)).toEqual({ lastRun: FIRST_RUN, outcome });
      expect(await ledger.readImage(`${TARGET}-other`)).toBeUndefined();
    });

    it('counts every status and adds up the bytes', async () => {
      const bytes = { uploaded: 100, mounted: 10, present: 1 };
      for (const [position, status] of OUTCOME_STATUSES.entries()) {
        const target = `${TARGET}-${position}`;
        await ledger.record(FIRST_RUN, recordedOutcome({ target, status, bytes }));
      }
      await ledger.record(FIRST_RUN, recordedOutcome({ status: 'copied', bytes }));

      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({
        counts: { copied: 2, unchanged: 1, conflict: 1, skipped: 1, failed: 1 },
        bytes: { uploaded: 600, mounted: 60, present: 6 },
      });
      expect(await ledger.readRun(SECOND_RUN)).toMatchObject({ counts: { copied: 0 } });
    });

    it('replaces the latest outcome in a later run', async () => {
      await ledger.record(FIRST_RUN, recordedOutcome({ status: 'copied' }));

      const counted = await ledger.record(SECOND_RUN, recordedOutcome());

      expect(counted).toBe(true);
      expect(await ledger.readImage(TARGET)).toMatchObject({ lastRun: SECOND_RUN });
      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ counts: { copied: 1 } });
      expect(await ledger.readRun(SECOND_RUN)).toMatchObject({ counts: { unchanged: 1 } });
    });

    it('counts an outcome once among many at a time', async () => {
      const attempts = Array.from({ length: 20 }, () =>
        ledger.record(FIRST_RUN, recordedOutcome({ status: 'copied' })),
      );

      const counted = await Promise.all(attempts);

      expect(counted.filter(Boolean)).toHaveLength(1);
      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ counts: { copied: 1 } });
    });

    it('keeps the first of two outcomes of one run', async () => {
      await ledger.record(FIRST_RUN, recordedOutcome({ status: 'copied' }));

      const counted = await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }));

      expect(counted).toBe(false);
      expect(await ledger.readImage(TARGET)).toMatchObject({ outcome: { status: 'copied' } });
      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ counts: { copied: 1, failed: 0 } });
    });

    describe.each(OUTCOME_STATUSES)('an image that ends %s', (status) => {
      const outcome = recordedOutcome({ status });

      it('counts once when a later run recorded it between', async () => {
        const counted = [
          await ledger.record(FIRST_RUN, outcome),
          await ledger.record(SECOND_RUN, outcome),
          await ledger.record(FIRST_RUN, outcome),
          await ledger.record(SECOND_RUN, outcome),
        ];

        expect(counted).toEqual([true, true, false, false]);
        expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ counts: { [status]: 1 } });
        expect(await ledger.readRun(SECOND_RUN)).toMatchObject({ counts: { [status]: 1 } });
      });

      it('counts once, and is not the latest, when a later run came first', async () => {
        const counted = [
          await ledger.record(SECOND_RUN, recordedOutcome({ status: 'copied' })),
          await ledger.record(FIRST_RUN, outcome),
          await ledger.record(FIRST_RUN, outcome),
        ];

        expect(counted).toEqual([true, true, false]);
        expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ counts: { [status]: 1 } });
        expect(await ledger.readImage(TARGET)).toMatchObject({ lastRun: SECOND_RUN });
      });

      it('does not count again after its run was completed', async () => {
        await ledger.markPlanned(FIRST_RUN, 1);
        await ledger.record(FIRST_RUN, outcome);
        await ledger.completeRun(FIRST_RUN, FINISHED_AT);
        await ledger.record(SECOND_RUN, outcome);

        expect(await ledger.record(FIRST_RUN, outcome)).toBe(false);

        expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ counts: { [status]: 1 } });
      });
    });
  });
}
