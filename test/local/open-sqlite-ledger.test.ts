import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type OpenLedger,
  openDryRunLedger,
  openSqliteLedger,
} from '../../lib/local/open-sqlite-ledger.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { checkpointAt } from '../support/checkpoint-contract.ts';
import { ManualClock } from '../support/manual-clock.ts';

const REGISTRY = 'mirror.example';
const BLOB = digestOf(Buffer.from('layer'));
const UPLOAD = { repository: `${REGISTRY}/team/app`, blob: BLOB };

/** One of everything that is kept for blobs. */
async function keepAll({ claims, checkpoints, holders }: OpenLedger): Promise<void> {
  await claims.acquire(`${REGISTRY}#${BLOB}`, 'one', 1000);
  await (await checkpoints.take(UPLOAD, 'one')).save(checkpointAt(7));
  await holders.add(REGISTRY, BLOB, 'team/app');
}

describe('a ledger in a file', () => {
  const clock = new ManualClock();
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'open-ledger-'));
    file = join(folder, 'ledger.db');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  describe('openSqliteLedger', () => {
    it('keeps what is known of blobs under the keys of the design', async () => {
      const opened = openSqliteLedger(file, { clock });

      await keepAll(opened);
      opened.close();

      const database = new DatabaseSync(file, { readOnly: true, returnArrays: true });
      const keys = database.prepare('SELECT pk, sk FROM items ORDER BY pk, sk').all();
      database.close();
      expect(keys).toEqual([
        [`BLOB#${REGISTRY}#${BLOB}`, 'CLAIM'],
        [`BLOB#${REGISTRY}#${BLOB}`, 'team/app'],
        [`UPLOAD#${REGISTRY}/team/app#${BLOB}`, 'CHECKPOINT'],
      ]);
    });

    it('shares what is known of blobs between connections, also after one of them ended', async () => {
      const [one, other] = [openSqliteLedger(file, { clock }), openSqliteLedger(file, { clock })];
      await keepAll(one);
      one.close();

      expect(await other.claims.acquire(`${REGISTRY}#${BLOB}`, 'other', 1000)).toBeUndefined();
      expect((await other.checkpoints.take(UPLOAD, 'other')).saved?.session.offset).toBe(7);
      expect(await other.holders.list(REGISTRY, BLOB)).toEqual(['team/app']);
      other.close();
    });
  });

  describe('openDryRunLedger', () => {
    it('writes nothing of blobs to the file', async () => {
      openSqliteLedger(file, { clock }).close();
      const before = readFileSync(file);
      const opened = openDryRunLedger(file, { clock });

      await keepAll(opened);
      opened.close();

      expect(readFileSync(file)).toEqual(before);
      expect(existsSync(`${file}-wal`)).toBe(false);
    });
  });
});
