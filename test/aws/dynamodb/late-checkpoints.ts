import {
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { itemBytes } from '../../../lib/aws/dynamodb/item-size.ts';
import { openDynamoDbLedger } from '../../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import type { Checkpoints } from '../../../lib/content/checkpoints.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { checkpointAt } from '../../support/checkpoint-contract.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { listenTo } from './sent-commands.ts';
import type { TableUnderTest } from './unchanged-images.ts';

const UPLOAD = {
  repository: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/external/docker.io/library/busybox',
  blob: digestOf(Buffer.from('layer')),
};

/** What is sent for checkpoints, and what becomes of it when it arrives once more. */
export function lateCheckpoints(open: () => Promise<TableUnderTest>): void {
  describe('a checkpoint', () => {
    let client: DynamoDBClient;
    let checkpoints: Checkpoints;

    beforeEach(async () => {
      const { client: opened, table } = await open();
      client = opened;
      ({ checkpoints } = openDynamoDbLedger(table, { clock: new ManualClock(), client }));
    });

    it('is not replaced by a former one of the same worker that arrives late', async () => {
      const held = await checkpoints.take(UPLOAD, 'one');
      const { sent, stop } = listenTo(client);
      await held.save(checkpointAt(1));
      await held.save(checkpointAt(2));
      stop();
      const [former] = sent.map(({ input }) => input as PutItemCommandInput);
      if (!former) throw new Error('nothing was saved');

      await expect(client.send(new PutItemCommand(former))).rejects.toThrow('conditional');

      const { saved } = await checkpoints.take(UPLOAD, 'other');
      expect(saved?.session.offset).toBe(2);
    });

    it('costs one request, and one write unit with a saved hash', async () => {
      const { sent, stop } = listenTo(client);
      const held = await checkpoints.take(UPLOAD, 'a'.repeat(36));
      await held.save(checkpointAt(12 * 1024 ** 3, Buffer.alloc(116)));
      await held.remove();
      stop();

      expect(sent.map(({ name }) => name)).toEqual([
        'UpdateItemCommand',
        'PutItemCommand',
        'PutItemCommand',
      ]);
      const puts = sent.slice(1).map(({ input }) => input as PutItemCommandInput);
      const sizes = puts.map(({ Item = {} }) => itemBytes(Item));
      expect(Math.max(...sizes)).toBeLessThan(1024);
    });
  });
}
