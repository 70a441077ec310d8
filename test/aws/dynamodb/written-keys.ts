import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type OpenDynamoDbLedger,
  openDynamoDbLedger,
} from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
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
const DAY_MS = 24 * 60 * 60 * 1000;
const EXPIRY = (Date.parse(run().startedAt) + DAY_MS) / 1000;

/** Which items stand in the table, and for how long. */
export function writtenKeys(open: () => Promise<TableUnderTest>): void {
  describe('the table', () => {
    let clock: ManualClock;
    let opened: OpenDynamoDbLedger;
    let keys: () => Promise<readonly unknown[]>;

    beforeEach(async () => {
      clock = new ManualClock();
      const { client, table } = await open();
      opened = openDynamoDbLedger(table, {
        clock,
        client,
        historyMs: DAY_MS,
        lingerMs: 0,
        random: () => 0.99,
      });
      keys = () => keysIn(client, table);
    });

    it('has the keys of the design, and what belongs to a run expires', async () => {
      const { ledger, leases, claims, checkpoints, plannerLeases, services } = opened;
      await ledger.openRun(run());
      await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }), imageMemory());
      await ledger.recordPlanned(FIRST_RUN, 7, recordedOutcome({ status: 'skipped' }));
      await leases.acquire(TARGET, 'one', 1000);
      await claims.acquire('one.example#sha256:1', 'one', 1000);
      await checkpoints.take({ repository: 'one.example/app', blob: 'sha256:1' }, 'one');
      await opened.holders.add('one.example', 'sha256:1', 'app');
      await plannerLeases.acquire('s3://b/images.yaml', 'one', 1000);
      await opened.definitions.update('s3://b/images.yaml', {});
      await opened.expansions.keep(FIRST_RUN, []);
      await opened.expansions.keepTags(FIRST_RUN, 'docker.io/etcd', []);
      await opened.pace.reserve('one.example', 'manifest-put', {
        perSecond: 5,
        patienceMs: 30_000,
      });
      await opened.throttles.close(
        { registry: 'one.example', account: 'anonymous', requests: 'pull' },
        { closedUntil: clock.now() + 1000, intervalMs: 1000, pacedUntil: clock.now() + 1000 },
      );
      await services.keep({ planFunction: 'plan', region: 'eu-central-1' });

      const leased = (clock.now() + 1000 + DAY_MS) / 1000;
      expect(await keys()).toEqual([
        ['BLOB#one.example#sha256:1', 'CLAIM', leased],
        ['BLOB#one.example#sha256:1', 'app', (clock.now() + 30 * DAY_MS) / 1000],
        ['DEFINITION#s3://b/images.yaml', 'CURRENT', undefined],
        ['DEFINITION#s3://b/images.yaml', 'LEASE', leased],
        ['HOST#one.example', 'PACE#manifest-put', leased - 1],
        ['HOST#one.example', 'THROTTLE#anonymous#pull', leased],
        [`IMAGE#${TARGET}`, 'LEASE', leased],
        [`IMAGE#${TARGET}`, 'MEMORY', undefined],
        [`IMAGE#${TARGET}`, 'STATE', undefined],
        [`RUN#${FIRST_RUN}`, 'COUNT#15', EXPIRY],
        [`RUN#${FIRST_RUN}`, 'EXPANSION', EXPIRY],
        [`RUN#${FIRST_RUN}`, `IMAGE#${TARGET}`, EXPIRY],
        [`RUN#${FIRST_RUN}`, 'PLANNED#7', EXPIRY],
        [`RUN#${FIRST_RUN}`, 'SUMMARY', EXPIRY],
        [`RUN#${FIRST_RUN}`, 'TAGS#docker.io/etcd', EXPIRY],
        ['RUNS', FIRST_RUN, EXPIRY],
        ['RUNS', `OPEN#${FIRST_RUN}`, EXPIRY],
        ['SERVICE', 'CURRENT', undefined],
        ['UPLOAD#one.example/app#sha256:1', 'CHECKPOINT', leased - 1 + (6 * DAY_MS) / 1000],
      ]);
    });

    it('keeps no outcome of an unchanged image once its run is completed', async () => {
      const { ledger } = opened;
      await ledger.openRun(run());
      await ledger.markPlanned(FIRST_RUN, 1);
      await ledger.record(FIRST_RUN, recordedOutcome());
      await ledger.completeRun(FIRST_RUN, '2026-01-01T00:01:00.000Z');
      await ledger.record(SECOND_RUN, recordedOutcome());

      expect(await keys()).not.toContainEqual([expect.anything(), `IMAGE#${TARGET}`, EXPIRY]);
    });

    it('tells nothing of a run whose time is over, and everything of its images', async () => {
      const { ledger, reader } = opened;
      await ledger.openRun(run());
      await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }));

      clock.advance(EXPIRY * 1000 - 1 - clock.now());
      expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ counts: { failed: 1 } });
      clock.advance(1);

      expect(await ledger.readRun(FIRST_RUN)).toBeUndefined();
      expect(await ledger.listOpenRuns()).toEqual([]);
      expect(await reader.listRuns({ limit: 5 })).toEqual([]);
      expect(await reader.listOutcomes(FIRST_RUN)).toEqual([]);
      expect(await reader.listFailing()).toHaveLength(1);
    });
  });
}

/** Key and expiry of each item, in order. */
async function keysIn(client: DynamoDBClient, TableName: string): Promise<readonly unknown[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName }));
  const keys = Items.map(({ pk, sk, expiresAt }) => [
    pk?.S,
    sk?.S,
    expiresAt?.N === undefined ? undefined : Number(expiresAt.N),
  ]);
  return keys.toSorted((one, other) => (String(one) < String(other) ? -1 : 1));
}
