import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LedgerFileError } from '../../lib/local/errors.ts';
import type { ItemKey } from '../../lib/local/item-key.ts';
import { SqliteItems } from '../../lib/local/sqlite-items.ts';
import { ManualClock } from '../support/manual-clock.ts';

const KEY: ItemKey<{ readonly count: number }> = { pk: 'IMAGE#a', sk: 'STATE' };

describe('SqliteItems', () => {
  let folder: string;
  let file: string;
  let clock: ManualClock;
  let items: SqliteItems;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    file = join(folder, 'ledger.db');
    clock = new ManualClock();
    items = new SqliteItems(file, clock);
  });

  afterEach(() => {
    items.close();
    rmSync(folder, { recursive: true });
  });

  it('gives back what was put last under both parts of a key', () => {
    items.put(KEY, { count: 1 });
    items.put(KEY, { count: 2 });

    expect(items.get(KEY)).toEqual({ count: 2 });
    expect(items.get({ ...KEY, sk: 'LEASE' })).toBeUndefined();
    expect(items.get({ ...KEY, pk: 'IMAGE#b' })).toBeUndefined();
  });

  it('gives an item back until it expires', () => {
    items.put(KEY, { count: 1 }, clock.now() + 10);

    clock.advance(9);
    expect(items.get(KEY)).toEqual({ count: 1 });

    clock.advance(1);
    expect(items.get(KEY)).toBeUndefined();
  });

  it('keeps an item for as long as it was said last', () => {
    items.put(KEY, { count: 1 }, clock.now() + 10);
    items.put(KEY, { count: 2 });
    items.put({ ...KEY, sk: 'LEASE' }, { count: 3 });
    items.put({ ...KEY, sk: 'LEASE' }, { count: 4 }, clock.now() + 10);

    clock.advance(10);

    expect(items.get(KEY)).toEqual({ count: 2 });
    expect(items.get({ ...KEY, sk: 'LEASE' })).toBeUndefined();
  });

  it('keeps nothing of a transaction that throws', () => {
    const failure = new Error('halfway');

    const halfway = () =>
      items.transaction(() => {
        items.put(KEY, { count: 1 });
        throw failure;
      });

    expect(halfway).toThrow(failure);
    expect(items.get(KEY)).toBeUndefined();
    expect(items.transaction(() => 'next')).toBe('next');
  });

  it('names the file when it fails', () => {
    const other = new DatabaseSync(file);
    other.exec('DROP TABLE items');
    other.close();

    const put = () => items.transaction(() => items.put(KEY, { count: 1 }));

    expect(put).toThrow(LedgerFileError);
    expect(put).toThrow(`the ledger ${file} failed: no such table: items`);
  });
});
