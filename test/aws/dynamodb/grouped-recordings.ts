import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDynamoDbLedger } from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import type { Ledger } from '../../../lib/mirror/ports.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { FIRST_RUN, recordedOutcome, run, SECOND_RUN } from '../../support/run-builder.ts';
import { listenTo, type SentCommand } from './sent-commands.ts';
import type { TableUnderTest } from './unchanged-images.ts';

const LINGER_MS = 200;

/** Which outcomes are written together, and how often runs are read. */
export function groupedRecordings(open: () => Promise<TableUnderTest>): void {
  describe('outcomes that come at one time', () => {
    let clock: ManualClock;
    let ledger: Ledger;
    let client: DynamoDBClient;
    let heard: { sent: SentCommand[]; stop(): void };

    beforeEach(async () => {
      clock = new ManualClock();
      const { client: opened, table } = await open();
      client = opened;
      ({ ledger } = openDynamoDbLedger(table, { clock, client, lingerMs: LINGER_MS }));
      for (const id of [FIRST_RUN, SECOND_RUN]) await ledger.openRun(run({ id }));
      heard = listenTo(client);
    });

    afterEach(() => heard.stop());

    const record = (name: string | number, runId = FIRST_RUN) =>
      ledger.record(runId, recordedOutcome({ target: `mirror.example/${name}` }));

    const transactions = () =>
      heard.sent.filter(({ name }) => name === 'TransactWriteItemsCommand').length;

    it('are written together when their time has come', async () => {
      const recorded = [record('a'), record('b'), record('c', SECOND_RUN)];
      expect(heard.sent).toEqual([]);

      clock.advance(LINGER_MS);

      expect(await Promise.all(recorded)).toEqual([true, true, true]);
      expect(transactions()).toBe(1);
      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ counts: { unchanged: 2 } });
      expect(await ledger.readRun(SECOND_RUN)).toMatchObject({ counts: { unchanged: 1 } });
    });

    it('are written at once when they are ten', async () => {
      const recorded = Array.from({ length: 10 }, (_, position) => record(position));

      await Promise.all(recorded);

      expect(transactions()).toBe(1);
    });

    it('wait for each other when they are of one image', async () => {
      const recorded = [record('a'), record('a'), record('b')];

      clock.advance(LINGER_MS);
      const first = await Promise.all([recorded[0], recorded[2]]);
      await expect.poll(() => clock.sleepers).toBe(1);
      clock.advance(LINGER_MS);

      expect([...first, await recorded[1]]).toEqual([true, true, false]);
      expect(transactions()).toBe(1);
    });

    it('are not lost with one that DynamoDB refuses', async () => {
      const tooLong = 'x'.repeat(3_000);
      const recorded = [record('a'), record(tooLong), record('b')];

      clock.advance(LINGER_MS);
      const settled = await Promise.allSettled(recorded);

      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ counts: { unchanged: 2 } });
    });

    it('make callers that complete their run share a reading', async () => {
      await ledger.markPlanned(FIRST_RUN, 2);
      const attempts = Array.from({ length: 20 }, () => ledger.completeRun(FIRST_RUN, ''));

      expect((await Promise.all(attempts)).filter(Boolean)).toEqual([]);

      const readings = heard.sent.map(({ name }) => name).slice(1);
      expect(readings).toEqual(['GetItemCommand', 'QueryCommand']);
    });
  });
}
