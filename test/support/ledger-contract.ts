import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../lib/mirror/ports.ts';
import { plannedContract } from './planned-contract.ts';
import { recallContract } from './recall-contract.ts';
import { recordContract } from './record-contract.ts';
import { FIRST_RUN, recordedOutcome, run } from './run-builder.ts';

const FINISHED_AT = '2026-01-01T00:10:00.000Z';

/** A ledger under test, new and empty. */
export interface LedgerUnderTest {
  readonly ledger: Ledger;
  close?(): void;
}

/** What every {@link Ledger} guarantees. */
export function ledgerContract(name: string, open: () => LedgerUnderTest): void {
  describe(name, () => {
    let opened: LedgerUnderTest;
    let ledger: Ledger;

    beforeEach(() => {
      opened = open();
      ledger = opened.ledger;
    });

    afterEach(() => opened.close?.());

    describe('openRun', () => {
      it('opens a run that has counted nothing', async () => {
        await ledger.openRun(run());

        expect(await ledger.readRun(FIRST_RUN)).toEqual({
          ...run(),
          state: 'planning',
          expected: null,
          finishedAt: null,
          counts: { copied: 0, unchanged: 0, conflict: 0, skipped: 0, failed: 0 },
          bytes: { uploaded: 0, mounted: 0, present: 0 },
        });
      });

      it('leaves a run alone that is open already', async () => {
        await ledger.openRun(run());
        await ledger.markPlanned(FIRST_RUN, 3);

        await ledger.openRun(run({ startedAt: FINISHED_AT }));

        const { startedAt } = run();
        expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ state: 'planned', startedAt });
      });
    });

    describe('markPlanned', () => {
      it('says how many images are expected, once', async () => {
        await ledger.openRun(run());

        await ledger.markPlanned(FIRST_RUN, 3);
        await ledger.markPlanned(FIRST_RUN, 4);

        expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ state: 'planned', expected: 3 });
      });

      it('does not open a completed run again', async () => {
        await ledger.openRun(run());
        await ledger.markPlanned(FIRST_RUN, 0);
        await ledger.completeRun(FIRST_RUN, FINISHED_AT);

        await ledger.markPlanned(FIRST_RUN, 1);

        expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ state: 'completed', expected: 0 });
      });

      it('rejects for a run that was never opened', async () => {
        await expect(ledger.markPlanned(FIRST_RUN, 1)).rejects.toThrow(FIRST_RUN);
      });
    });

    recordContract(() => ledger);
    plannedContract(() => ledger);
    recallContract(() => ledger);

    describe('completeRun', () => {
      it('completes a run with its last outcome, for one caller', async () => {
        await ledger.openRun(run());
        await ledger.markPlanned(FIRST_RUN, 1);
        await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }));

        const first = await ledger.completeRun(FIRST_RUN, FINISHED_AT);
        const second = await ledger.completeRun(FIRST_RUN, '2026-01-01T00:11:00.000Z');

        expect(first).toMatchObject({
          state: 'completed',
          expected: 1,
          finishedAt: FINISHED_AT,
          counts: { failed: 1 },
        });
        expect(second).toBeUndefined();
        expect(await ledger.readRun(FIRST_RUN)).toEqual(first);
      });

      it('completes a run without images', async () => {
        await ledger.openRun(run());
        await ledger.markPlanned(FIRST_RUN, 0);

        expect(await ledger.completeRun(FIRST_RUN, FINISHED_AT)).toMatchObject({ expected: 0 });
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

        expect(await ledger.completeRun(FIRST_RUN, FINISHED_AT)).toBeUndefined();

        expect(await ledger.readRun(FIRST_RUN)).toEqual(before);
      });
    });
  });
}
