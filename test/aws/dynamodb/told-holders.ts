import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { openDynamoDbLedger } from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import type { BlobHolders } from '../../../lib/mirror/ports.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { listenTo } from './sent-commands.ts';
import type { TableUnderTest } from './unchanged-images.ts';

const REGISTRY = 'mirror.example';
const BLOB = digestOf(Buffer.from('layer'));
const HOUR_MS = 60 * 60 * 1000;

/** What holders of blobs cost. */
export function toldHolders(open: () => Promise<TableUnderTest>): void {
  describe('holders of a blob', () => {
    let clock: ManualClock;
    let client: DynamoDBClient;
    let table: string;
    let holders: BlobHolders;

    beforeEach(async () => {
      clock = new ManualClock();
      ({ client, table } = await open());
      ({ holders } = openDynamoDbLedger(table, { clock, client }));
    });

    /** Names of the commands that `step` sends. */
    async function sentBy(step: () => Promise<unknown>): Promise<readonly string[]> {
      const { sent, stop } = listenTo(client);
      await step();
      stop();
      return sent.map(({ name }) => name);
    }

    it('are told by one query', async () => {
      await holders.add(REGISTRY, BLOB, 'team/a');

      const sent = await sentBy(() => holders.list(REGISTRY, BLOB));

      expect(sent).toEqual(['QueryCommand']);
    });

    it('are written once a day, however often they are heard of', async () => {
      const add = () => holders.add(REGISTRY, BLOB, 'team/a');

      expect(await sentBy(add)).toEqual(['QueryCommand', 'PutItemCommand']);
      clock.advance(24 * HOUR_MS - 1);
      expect(await sentBy(add)).toEqual(['QueryCommand']);
      clock.advance(1);
      expect(await sentBy(add)).toEqual(['QueryCommand', 'PutItemCommand']);
    });

    it('cost one deletion where a fifth is heard of', async () => {
      for (const name of 'abcd') await holders.add(REGISTRY, BLOB, `team/${name}`);

      const sent = await sentBy(() => holders.add(REGISTRY, BLOB, 'team/e'));

      expect(sent).toEqual(['QueryCommand', 'PutItemCommand', 'DeleteItemCommand']);
    });

    it('stay where another worker has heard of them meanwhile', async () => {
      for (const name of 'abcd') {
        await holders.add(REGISTRY, BLOB, `team/${name}`);
        clock.advance(HOUR_MS);
      }
      clock.advance(24 * HOUR_MS);
      beforeDeletion(client, () => holders.add(REGISTRY, BLOB, 'team/a'));

      await holders.add(REGISTRY, BLOB, 'team/e');

      expect(await holders.list(REGISTRY, BLOB)).toContain('team/a');
    });
  });
}

/** Does `step`, once, before the next deletion that `client` sends. */
function beforeDeletion(client: DynamoDBClient, step: () => Promise<void>): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const isFirst =
          commandName === 'DeleteItemCommand' && client.middlewareStack.remove(DELETION);
        if (isFirst) await step();
        return next(args);
      },
    { name: DELETION, step: 'initialize' },
  );
}

const DELETION = 'before deletion';
