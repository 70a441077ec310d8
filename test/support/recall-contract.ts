import { beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../lib/mirror/ports.ts';
import { FIRST_RUN, imageMemory, recordedOutcome, run, SECOND_RUN } from './run-builder.ts';

const TARGET = recordedOutcome().target;

/** What a {@link Ledger} remembers of images; `current` gives a new ledger to each test. */
export function recallContract(current: () => Ledger): void {
  describe('recall', () => {
    let ledger: Ledger;

    beforeEach(async () => {
      ledger = current();
      await ledger.openRun(run());
      await ledger.openRun(run({ id: SECOND_RUN }));
    });

    it('knows nothing of an image without a record, or of one that was recorded without memory', async () => {
      await ledger.record(FIRST_RUN, recordedOutcome());

      expect(await ledger.recall(TARGET)).toBeUndefined();
      expect(await ledger.recall(`${TARGET}-other`)).toBeUndefined();
    });

    it('gives the memory recorded with an outcome, as the record of the image does', async () => {
      const outcome = recordedOutcome();

      await ledger.record(FIRST_RUN, outcome, imageMemory());

      expect(await ledger.recall(TARGET)).toEqual(imageMemory());
      const record = { lastRun: FIRST_RUN, outcome, memory: imageMemory() };
      expect(await ledger.readImage(TARGET)).toEqual(record);
    });

    it('keeps the memory when a later run records none', async () => {
      await ledger.record(FIRST_RUN, recordedOutcome(), imageMemory());

      await ledger.record(SECOND_RUN, recordedOutcome({ status: 'failed' }));

      expect(await ledger.readImage(TARGET)).toMatchObject({
        lastRun: SECOND_RUN,
        memory: imageMemory(),
      });
    });

    it('gives up the memory for that of a later run', async () => {
      await ledger.record(FIRST_RUN, recordedOutcome(), imageMemory(1));

      await ledger.record(SECOND_RUN, recordedOutcome(), imageMemory(2));

      expect(await ledger.recall(TARGET)).toEqual(imageMemory(2));
    });

    it('keeps what a later run did not look at beside what that one did', async () => {
      const { platforms, ...referrers } = imageMemory(2);
      await ledger.record(FIRST_RUN, recordedOutcome(), imageMemory(1));

      await ledger.record(SECOND_RUN, recordedOutcome(), referrers);

      expect(await ledger.recall(TARGET)).toEqual({ platforms, ...referrers });
    });

    it('takes no memory from an earlier run, nor from an outcome that does not count', async () => {
      await ledger.record(SECOND_RUN, recordedOutcome(), imageMemory(1));

      await ledger.record(FIRST_RUN, recordedOutcome(), imageMemory(2));
      await ledger.record(SECOND_RUN, recordedOutcome(), imageMemory(3));

      expect(await ledger.recall(TARGET)).toEqual(imageMemory(1));
    });
  });
}
