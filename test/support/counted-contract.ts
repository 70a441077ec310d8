import { beforeEach, describe, expect, it } from 'vitest';
import { OUTCOME_STATUSES } from '../../lib/mirror/outcome.ts';
import type { Ledger } from '../../lib/mirror/ports.ts';
import { FIRST_RUN, recordedOutcome, run, SECOND_RUN } from './run-builder.ts';

const TARGET = recordedOutcome().target;
const OTHER = `${TARGET}-other`;

/** What a {@link Ledger} knows of single images of an open run; `current` gives a new ledger to each test. */
export function countedContract(current: () => Ledger): void {
  describe('listCounted', () => {
    let ledger: Ledger;

    beforeEach(async () => {
      ledger = current();
      await ledger.openRun(run());
      await ledger.openRun(run({ id: SECOND_RUN }));
    });

    it.each(OUTCOME_STATUSES)('tells an image that ended %s', async (status) => {
      await ledger.record(FIRST_RUN, recordedOutcome({ status }));

      const counted = await ledger.listCounted(FIRST_RUN, [OTHER, TARGET]);

      expect([...counted]).toEqual([TARGET]);
      expect(await ledger.listCounted(SECOND_RUN, [TARGET])).toEqual(new Set());
    });

    it.each(['unchanged', 'copied'] as const)(
      'tells an image that ended %s and that a later run recorded since',
      async (status) => {
        await ledger.record(FIRST_RUN, recordedOutcome({ status }));
        await ledger.record(SECOND_RUN, recordedOutcome({ status }));

        expect(await ledger.listCounted(FIRST_RUN, [TARGET])).toEqual(new Set([TARGET]));
        expect(await ledger.listCounted(SECOND_RUN, [TARGET])).toEqual(new Set([TARGET]));
      },
    );

    it('tells an image that a later run had recorded before', async () => {
      await ledger.record(SECOND_RUN, recordedOutcome());
      await ledger.record(FIRST_RUN, recordedOutcome());

      expect(await ledger.listCounted(FIRST_RUN, [TARGET])).toEqual(new Set([TARGET]));
    });

    it('tells each of many images', async () => {
      const targets = Array.from({ length: 120 }, (_, position) => `${TARGET}-${position}`);
      const [first = '', last = ''] = [targets[0], targets.at(-1)];
      await ledger.record(FIRST_RUN, recordedOutcome({ target: first }));
      await ledger.record(FIRST_RUN, recordedOutcome({ target: last, status: 'failed' }));

      expect(await ledger.listCounted(FIRST_RUN, targets)).toEqual(new Set([first, last]));
    });

    it('tells nothing of no images', async () => {
      expect(await ledger.listCounted(FIRST_RUN, [])).toEqual(new Set());
    });
  });

  describe('retire', () => {
    it('leaves the record and the counts of an image as they are', async () => {
      const ledger = current();
      await ledger.openRun(run());
      await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }));
      const [image, before] = [await ledger.readImage(TARGET), await ledger.readRun(FIRST_RUN)];

      await ledger.retire(TARGET, FIRST_RUN);
      await ledger.retire(OTHER, FIRST_RUN);

      expect(await ledger.readImage(TARGET)).toEqual(image);
      expect(await ledger.readImage(OTHER)).toBeUndefined();
      expect(await ledger.readRun(FIRST_RUN)).toEqual(before);
      expect(await ledger.record(FIRST_RUN, recordedOutcome())).toBe(false);
    });
  });
}
