import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LedgerFileError } from '../../lib/local/errors.ts';
import { type OpenLedger, openSqliteLedger } from '../../lib/local/open-sqlite-ledger.ts';
import { SqliteMemories } from '../../lib/local/sqlite-memories.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { FIRST_RUN, imageMemory, recordedOutcome, SECOND_RUN } from '../support/run-builder.ts';

const TARGET = recordedOutcome().target;

describe('SqliteMemories', () => {
  const clock = new ManualClock();
  let folder: string;
  let file: string;
  let writer: OpenLedger;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'memories-'));
    file = join(folder, 'ledger?#.db');
    writer = openSqliteLedger(file, { clock });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('recalls what a ledger has recorded, and leaves the folder and the file as they are', async () => {
    await writer.ledger.record(FIRST_RUN, recordedOutcome(), imageMemory());
    writer.close();
    const before = readFileSync(file);

    const memories = new SqliteMemories(file);

    expect(await memories.recall(TARGET)).toEqual(imageMemory());
    expect(await memories.recall(`${TARGET}-other`)).toBeUndefined();
    expect(readdirSync(folder)).toEqual(['ledger?#.db']);
    expect(readFileSync(file)).toEqual(before);
  });

  it('recalls what another process records meanwhile', async () => {
    const memories = new SqliteMemories(file);
    await writer.ledger.record(FIRST_RUN, recordedOutcome(), imageMemory(1));
    expect(await memories.recall(TARGET)).toEqual(imageMemory(1));

    await writer.ledger.record(SECOND_RUN, recordedOutcome(), imageMemory(2));
    writer.close();

    expect(await memories.recall(TARGET)).toEqual(imageMemory(2));
  });

  it('remembers nothing where there is no file, and makes none', async () => {
    writer.close();
    rmSync(file);
    const missing = join(folder, 'missing', 'ledger.db');

    expect(await new SqliteMemories(file).recall(TARGET)).toBeUndefined();
    expect(await new SqliteMemories(missing).recall(TARGET)).toBeUndefined();

    expect(readdirSync(folder)).toEqual([]);
  });

  it('remembers nothing where the file is empty', async () => {
    writer.close();
    writeFileSync(file, '');

    expect(await new SqliteMemories(file).recall(TARGET)).toBeUndefined();

    expect(readFileSync(file)).toHaveLength(0);
  });

  it.each<[string, () => void, string]>([
    ['is not a database', () => writeFileSync(file, 'x'.repeat(1000)), 'not a database'],
    ['belongs to another program', () => change('PRAGMA application_id = 1'), 'another program'],
    ['has a newer schema', () => change('PRAGMA user_version = 99'), 'a newer version'],
    ['lacks its table', () => change('DROP TABLE items'), 'cannot be read'],
  ])('refuses a file that %s, by its name', async (_, spoil, reason) => {
    writer.close();
    spoil();

    const reading = (async () => new SqliteMemories(file).recall(TARGET))();

    await expect(reading).rejects.toThrow(LedgerFileError);
    await expect(reading).rejects.toThrow(file);
    await expect(reading).rejects.toThrow(reason);
  });

  function change(statement: string): void {
    const database = new DatabaseSync(file);
    database.exec(statement);
    database.close();
  }
});
