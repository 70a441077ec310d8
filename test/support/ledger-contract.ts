import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../lib/mirror/ports.ts';
import { completeContract } from './complete-contract.ts';
import { countedContract } from './counted-contract.ts';
import { plannedContract } from './planned-contract.ts';
import { recallContract } from './recall-contract.ts';
import { recordContract } from './record-contract.ts';
import { FIRST_RUN, run } from './run-builder.ts';
import { supersedeContract } from './supersede-contract.ts';

const FINISHED_AT = '2026-01-01T00:10:00.000Z';

/** A ledger under test, new and empty. */
export interface LedgerUnderTest {
  readonly ledger: Ledger;
  close?(): void | Promise<void>;
}

/** What every {@link Ledger} guarantees. */
export function ledgerContract(
  name: string,
  open: () => LedgerUnderTest | Promise<LedgerUnderTest>,
): void {
  describe(name, () => {
    let opened: LedgerUnderTest;
    let ledger: Ledger;

    beforeEach(async () => {
      opened = await open();
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

    completeContract(() => ledger);
    supersedeContract(() => ledger);
    countedContract(() => ledger);
  });
}
