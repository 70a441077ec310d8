import { beforeEach, describe, expect, it } from 'vitest';
import type { LedgerReader } from '../../lib/mirror/ledger-reader.ts';
import type { OutcomeStatus } from '../../lib/mirror/outcome.ts';
import { OUTCOME_STATUSES } from '../../lib/mirror/outcome.ts';
import type { Ledger } from '../../lib/mirror/ports.ts';
import type { ReaderUnderTest } from './reader-under-test.ts';
import { FIRST_RUN, imageMemory, recordedOutcome, SECOND_RUN } from './run-builder.ts';

const TARGET = recordedOutcome().target;

/** Which images a {@link LedgerReader} lists as failing; `current` gives a new ledger with two open runs to each test. */
export function failingContract(current: () => ReaderUnderTest): void {
  describe('listFailing', () => {
    let ledger: Ledger;
    let reader: LedgerReader;

    beforeEach(() => {
      ({ ledger, reader } = current());
    });

    async function failingTargets(): Promise<readonly string[]> {
      return (await reader.listFailing()).map(({ outcome: { target } }) => target);
    }

    it('lists nothing where nothing was recorded', async () => {
      expect(await reader.listFailing()).toEqual([]);
    });

    it('lists records of images that conflict, were skipped or failed, by target', async () => {
      for (const status of OUTCOME_STATUSES) {
        await ledger.record(FIRST_RUN, recordedOutcome({ status, target: `${TARGET}-${status}` }));
      }

      const listed = await reader.listFailing();

      expect(listed).toEqual([
        await ledger.readImage(`${TARGET}-conflict`),
        await ledger.readImage(`${TARGET}-failed`),
        await ledger.readImage(`${TARGET}-skipped`),
      ]);
    });

    it.each<[OutcomeStatus, number]>([
      ['unchanged', 0],
      ['copied', 0],
      ['conflict', 1],
    ])('tells an image by its latest outcome, such as %s', async (status, count) => {
      await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }), imageMemory());
      await ledger.record(SECOND_RUN, recordedOutcome({ status }));

      const listed = await reader.listFailing();

      expect(listed.map(({ lastRun, outcome }) => [lastRun, outcome.status])).toEqual(
        Array.from({ length: count }, () => [SECOND_RUN, status]),
      );
    });

    it('is not told by an earlier run that comes late', async () => {
      await ledger.record(SECOND_RUN, recordedOutcome());
      await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }));

      expect(await failingTargets()).toEqual([]);
    });

    it('leaves out a retired image until it fails again', async () => {
      await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }));

      await ledger.retire(TARGET, FIRST_RUN);
      const retired = await failingTargets();
      await ledger.record(SECOND_RUN, recordedOutcome({ status: 'failed' }));

      expect(retired).toEqual([]);
      expect(await failingTargets()).toEqual([TARGET]);
    });

    it('lists an image that was recorded in another run than the one that it is retired by', async () => {
      await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }));
      await ledger.record(SECOND_RUN, recordedOutcome({ status: 'failed' }));

      await ledger.retire(TARGET, FIRST_RUN);

      expect(await failingTargets()).toEqual([TARGET]);
    });
  });
}
