import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerReader } from '../../lib/mirror/ledger-reader.ts';
import type { Outcome } from '../../lib/mirror/outcome.ts';
import { OUTCOME_STATUSES } from '../../lib/mirror/outcome.ts';
import type { Ledger } from '../../lib/mirror/ports.ts';
import { driftContract } from './drift-contract.ts';
import { failingContract } from './failing-contract.ts';
import type { ReaderUnderTest } from './reader-under-test.ts';
import { FIRST_RUN, imageMemory, recordedOutcome, run, SECOND_RUN } from './run-builder.ts';

const TARGET = recordedOutcome().target;
const FINISHED_AT = '2026-01-01T00:10:00.000Z';

/** What every {@link LedgerReader} tells of what was recorded in its ledger. */
export function readerContract(
  name: string,
  open: () => ReaderUnderTest | Promise<ReaderUnderTest>,
): void {
  describe(name, () => {
    let opened: ReaderUnderTest;
    let ledger: Ledger;
    let reader: LedgerReader;

    beforeEach(async () => {
      opened = await open();
      ({ ledger, reader } = opened);
      await ledger.openRun(run());
      await ledger.openRun(run({ id: SECOND_RUN, trigger: 'schedule' }));
    });

    afterEach(() => opened.close?.());

    it('reads runs and images as the ledger does', async () => {
      await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }), imageMemory());

      expect(await reader.readRun(FIRST_RUN)).toEqual(await ledger.readRun(FIRST_RUN));
      expect(await reader.readRun('01KDVDS2YRCCCCCCCCCCCCCCCC')).toBeUndefined();
      expect(await reader.readImage(TARGET)).toEqual(await ledger.readImage(TARGET));
      expect(await reader.readImage(`${TARGET}-other`)).toBeUndefined();
    });

    describe('listRuns', () => {
      it('lists runs of every state, the newest first', async () => {
        await ledger.record(FIRST_RUN, recordedOutcome({ status: 'copied' }));
        await ledger.markPlanned(FIRST_RUN, 1);
        const completed = await ledger.completeRun(FIRST_RUN, FINISHED_AT);

        const runs = await reader.listRuns({ limit: 10 });

        expect(runs).toEqual([await ledger.readRun(SECOND_RUN), completed]);
      });

      it('lists no more than it was asked for', async () => {
        const runs = await reader.listRuns({ limit: 1 });

        expect(runs.map(({ id }) => id)).toEqual([SECOND_RUN]);
      });
    });

    describe('listOutcomes', () => {
      it('lists what a run has recorded, by target, but for what was unchanged', async () => {
        const outcomes = OUTCOME_STATUSES.map((status, position) =>
          recordedOutcome({ status, target: `${TARGET}-${9 - position}`, warnings: ['„ä"'] }),
        );
        for (const outcome of outcomes) await ledger.record(FIRST_RUN, outcome);

        const listed = await reader.listOutcomes(FIRST_RUN);

        const changed = outcomes.filter(({ status }) => status !== 'unchanged');
        expect(listed).toEqual(changed.toReversed());
        expect(await reader.listOutcomes(SECOND_RUN)).toEqual([]);
      });

      it('lists what was decided in planning, and what has no target at the end', async () => {
        const unlisted: Outcome = { ...recordedOutcome({ status: 'failed' }), target: null };
        const ambiguous = recordedOutcome({ status: 'failed', target: `${TARGET}-b` });
        const copied = recordedOutcome({ status: 'copied', target: `${TARGET}-a` });
        await ledger.recordPlanned(FIRST_RUN, 0, unlisted);
        await ledger.recordPlanned(FIRST_RUN, 10, ambiguous);
        await ledger.record(FIRST_RUN, copied);

        expect(await reader.listOutcomes(FIRST_RUN)).toEqual([copied, ambiguous, unlisted]);
      });

      it.each(['unchanged', 'copied'] as const)(
        'tells each run its own outcome of an image that was first %s',
        async (status) => {
          const [first, second] = [
            recordedOutcome({ status }),
            recordedOutcome({ status: 'failed' }),
          ];
          await ledger.record(FIRST_RUN, first);
          await ledger.record(SECOND_RUN, second);

          const listed = await reader.listOutcomes(FIRST_RUN);

          expect(listed).toEqual(status === 'unchanged' ? [] : [first]);
          expect(await reader.listOutcomes(SECOND_RUN)).toEqual([second]);
        },
      );
    });

    failingContract(() => opened);
    driftContract(() => opened);
  });
}
