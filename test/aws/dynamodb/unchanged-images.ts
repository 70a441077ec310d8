import {
  type DynamoDBClient,
  GetItemCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { itemBytes, transactionUnits } from '../../../lib/aws/dynamodb/item-size.ts';
import { openDynamoDbLedger } from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import type { AttributeMap } from '../../../lib/aws/dynamodb/table-writes.ts';
import type { ImageMemory, Ledger, RecordedOutcome } from '../../../lib/mirror/ports.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import {
  FIRST_RUN,
  imageMemory,
  recordedOutcome,
  run,
  SECOND_RUN,
} from '../../support/run-builder.ts';
import { listenTo, type SentCommand } from './sent-commands.ts';

const PLATFORMS = [
  'linux/386',
  'linux/amd64',
  'linux/arm/v5',
  'linux/arm/v6',
  'linux/arm/v7',
  'linux/arm64/v8',
  'linux/ppc64le',
  'linux/s390x',
];

/** An image of an ordinary name in ECR, 110 characters long. */
function target(position: number): string {
  const name =
    '123456789012.dkr.ecr.eu-central-1.amazonaws.com/external/docker.io/bitnamilegacy/keycloak-gatekeeper';
  return `${name}:9.0.3-${position}`.padEnd(110, '0');
}

function outcome(position: number): RecordedOutcome {
  return recordedOutcome({
    source: `docker.io/bitnamilegacy/keycloak-gatekeeper:9.0.3-${position}`,
    target: target(position),
    platforms: PLATFORMS,
    referrers: 3,
    durationMs: 1234,
  });
}

/** With a manifest for each platform. */
function memory(): ImageMemory {
  const { referrers, platforms } = imageMemory();
  const manifests = PLATFORMS.map((platform) => digestOf(Buffer.from(platform)));
  return {
    ...(referrers && { referrers: { ...referrers, manifests } }),
    ...(platforms && { platforms: { ...platforms, names: PLATFORMS } }),
  };
}

const POSITIONS = Array.from({ length: 10 }, (_, position) => position);

async function recordAll(ledger: Ledger, runId: string): Promise<void> {
  for (const position of POSITIONS) await ledger.recall(target(position));
  const recorded = POSITIONS.map((position) => ledger.record(runId, outcome(position), memory()));
  expect(await Promise.all(recorded)).toEqual(POSITIONS.map(() => true));
}

/** A new and empty table, and whoever is asked for it. */
export interface TableUnderTest {
  readonly client: DynamoDBClient;
  readonly table: string;
}

/** What ten images cost that are as the run before left them, and what was sent for it. */
export function unchangedImages(open: () => Promise<TableUnderTest>): void {
  describe('ten unchanged images', () => {
    let sent: readonly SentCommand[];
    let items: readonly AttributeMap[];

    beforeEach(async () => {
      const { client, table } = await open();
      const options = { clock: new ManualClock(), client, lingerMs: 0 };
      const { ledger } = openDynamoDbLedger(table, options);
      for (const id of [FIRST_RUN, SECOND_RUN]) await ledger.openRun(run({ id }));
      await ledger.markPlanned(FIRST_RUN, POSITIONS.length);
      await recordAll(ledger, FIRST_RUN);
      await ledger.completeRun(FIRST_RUN, '2026-01-01T00:10:00.000Z');

      const heard = listenTo(client);
      await recordAll(ledger, SECOND_RUN);
      heard.stop();
      ({ sent } = heard);
      items = await itemsWritten(client, sent);
    });

    it('take at most 2.5 write units each, their share of the count included', () => {
      const units = items.map((item) => transactionUnits(itemBytes(item)));

      const all = units.reduce((sum, count) => sum + count, 0);
      expect(all / POSITIONS.length).toBeLessThanOrEqual(2.5);
      expect(all).toBe(22);
    });

    it('have records under a kilobyte, and nothing else but one count', () => {
      const keys = items.map(({ sk }) => sk?.S);

      expect(keys.filter((sk) => sk === 'STATE')).toHaveLength(10);
      expect(keys.filter((sk) => sk?.startsWith('COUNT#'))).toHaveLength(1);
      expect(keys).toHaveLength(11);
      for (const item of items) expect(itemBytes(item)).toBeLessThan(1024);
    });

    it('are read once each, and their two runs once', () => {
      const names = Map.groupBy(sent, ({ name }) => name);

      expect(names.get('QueryCommand')).toHaveLength(10);
      expect(names.get('TransactWriteItemsCommand')).toHaveLength(1);
      expect(names.get('GetItemCommand')?.length).toBeLessThanOrEqual(2);
    });
  });
}

/** The items of all transactions, those that are updated as they are afterwards. */
async function itemsWritten(
  client: DynamoDBClient,
  sent: readonly SentCommand[],
): Promise<readonly AttributeMap[]> {
  const inputs = sent.flatMap(({ input }) => ('TransactItems' in input ? [input] : []));
  const items: AttributeMap[] = [];
  for (const { TransactItems } of inputs as readonly TransactWriteItemsCommandInput[]) {
    for (const { Put, Update } of TransactItems ?? []) {
      if (Put?.Item) items.push(Put.Item);
      if (!Update) continue;
      const { TableName, Key } = Update;
      const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
      if (Item) items.push(Item);
    }
  }
  return items;
}
