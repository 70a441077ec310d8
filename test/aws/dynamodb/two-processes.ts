import { ulid } from 'ulid';
import { beforeEach, describe, expect, it } from 'vitest';
import { openDynamoDbLedger } from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import type { FilteredMemory, Ledger } from '../../../lib/mirror/ports.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import {
  FIRST_RUN,
  imageMemory,
  recordedOutcome,
  run,
  SECOND_RUN,
} from '../../support/run-builder.ts';
import type { TableUnderTest } from './unchanged-images.ts';

const TARGET = recordedOutcome().target;
const THIRD_RUN = ulid(Date.UTC(2026, 0, 1, 1));
const DIGEST = digestOf(Buffer.from('image'));

const FILTERED: FilteredMemory = {
  sourceDigest: DIGEST,
  filter: 'linux/amd64',
  wanted: { mediaType: 'application/vnd.oci.image.index.v1+json', digest: DIGEST, size: 7 },
  platforms: ['linux/amd64'],
  replaced: [],
  leftOut: [],
  lost: [],
};

/** What a process does not know that has read an image before another one recorded it. */
export function twoProcesses(open: () => Promise<TableUnderTest>): void {
  describe('two processes', () => {
    let one: Ledger;
    let other: Ledger;

    beforeEach(async () => {
      const { client, table } = await open();
      const options = { clock: new ManualClock(), client, lingerMs: 0 };
      one = openDynamoDbLedger(table, options).ledger;
      other = openDynamoDbLedger(table, options).ledger;
      for (const id of [FIRST_RUN, SECOND_RUN, THIRD_RUN]) await one.openRun(run({ id }));
      await one.record(FIRST_RUN, recordedOutcome());
    });

    it('count an image once that both have read before', async () => {
      await one.recall(TARGET);
      await other.recall(TARGET);

      const counted = [
        await other.record(SECOND_RUN, recordedOutcome({ status: 'copied' })),
        await one.record(SECOND_RUN, recordedOutcome()),
      ];

      expect(counted).toEqual([true, false]);
      expect(await one.readRun(SECOND_RUN)).toMatchObject({ counts: { copied: 1, unchanged: 0 } });
    });

    it('keep the latest run and the proof of an earlier one', async () => {
      await one.recall(TARGET);
      await other.record(THIRD_RUN, recordedOutcome());

      const counted = [
        await one.record(SECOND_RUN, recordedOutcome({ status: 'failed' })),
        await other.record(SECOND_RUN, recordedOutcome()),
        await other.record(FIRST_RUN, recordedOutcome()),
      ];

      expect(counted).toEqual([true, false, false]);
      expect(await one.readImage(TARGET)).toMatchObject({ lastRun: THIRD_RUN });
    });

    it('lose no member of a memory that one of them knows nothing of', async () => {
      await one.recall(TARGET);
      await other.record(SECOND_RUN, recordedOutcome(), { filtered: FILTERED });

      await one.record(THIRD_RUN, recordedOutcome(), imageMemory());

      expect(await other.recall(TARGET)).toEqual({ filtered: FILTERED, ...imageMemory() });
    });

    it('complete a run once', async () => {
      await one.markPlanned(FIRST_RUN, 1);

      const summaries = await Promise.all([
        one.completeRun(FIRST_RUN, '2026-01-01T00:10:00.000Z'),
        other.completeRun(FIRST_RUN, '2026-01-01T00:10:00.000Z'),
      ]);

      expect(summaries.filter(Boolean)).toHaveLength(1);
    });
  });
}
