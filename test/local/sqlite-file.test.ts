import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LedgerFileError } from '../../lib/local/errors.ts';
import { openSqliteFile } from '../../lib/local/sqlite-file.ts';

const NOW = Date.UTC(2026, 0, 1);

describe('openSqliteFile', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    file = join(folder, 'ledger.db');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  /** Makes `file` a database with `sql`, as another program would. */
  function written(sql: string): void {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  }

  function failure(path: string = file): unknown {
    try {
      openSqliteFile(path, NOW).close();
      return undefined;
    } catch (error) {
      return error;
    }
  }

  function modeOf(path: string): string {
    return (statSync(path).mode & 0o777).toString(8);
  }

  it('creates folders and files for their owner alone', () => {
    const nested = join(folder, 'a', 'b');
    const database = openSqliteFile(join(nested, 'ledger.db'), NOW);
    database.exec("INSERT INTO items VALUES ('pk', 'sk', '{}', NULL)");

    const modes = readdirSync(nested).map((name) => [name, modeOf(join(nested, name))]);

    expect(modes.toSorted()).toEqual([
      ['ledger.db', '600'],
      ['ledger.db-shm', '600'],
      ['ledger.db-wal', '600'],
    ]);
    expect([modeOf(nested), modeOf(join(folder, 'a'))]).toEqual(['700', '700']);
    database.close();
  });

  it('keeps nothing on disk for :memory:', () => {
    const database = openSqliteFile(':memory:', NOW);

    expect(database.location()).toBeNull();
    database.close();
  });

  it.each(['new', 'empty'])('uses a write-ahead log in a %s file', (state) => {
    if (state === 'empty') writeFileSync(file, '');

    const database = openSqliteFile(file, NOW);

    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 1 });
    database.close();
  });

  it('removes what has expired and nothing else', () => {
    const before = openSqliteFile(file, NOW);
    before.exec(`INSERT INTO items VALUES
      ('expired', '', '{}', ${NOW}), ('expiring', '', '{}', ${NOW + 1}), ('lasting', '', '{}', NULL)`);
    before.close();

    const database = openSqliteFile(file, NOW);

    const rows = database.prepare('SELECT pk FROM items ORDER BY pk').all();
    expect(rows).toEqual([{ pk: 'expiring' }, { pk: 'lasting' }]);
    database.close();
  });

  it('refuses the file of a newer version', () => {
    openSqliteFile(file, NOW).close();
    written('PRAGMA user_version = 2');

    expect(failure()).toMatchObject({
      message: `the ledger ${file} was written by a newer version of image-syncer: it has schema 2, this version knows 1`,
    });
  });

  it.each([
    ['of another program', 'CREATE TABLE cookies (name TEXT)'],
    ['that another program has given a version', 'PRAGMA user_version = 1'],
    [
      'that another program has marked',
      'PRAGMA application_id = 7; CREATE TABLE items (id INTEGER)',
    ],
  ])('leaves a database alone %s', (_, sql) => {
    written(sql);
    const content = readFileSync(file);

    expect(failure()).toMatchObject({
      message: `the ledger ${file} is the database of another program`,
    });

    expect(readFileSync(file)).toEqual(content);
  });

  it('leaves a file alone that is no database', () => {
    const text = 'images:\n  - source: busybox:1\n'.repeat(100);
    writeFileSync(file, text);

    expect(failure()).toMatchObject({
      message: `the ledger ${file} cannot be opened: file is not a database`,
    });

    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(readdirSync(folder)).toEqual(['ledger.db']);
  });

  it.each([
    ['a folder', () => folder],
    ['a place below a file', () => join(file, 'ledger.db')],
    ['a place where no folder can be', () => '/proc/nowhere/deep/ledger.db'],
  ])('names %s that cannot be opened, and the way out', (_, place) => {
    writeFileSync(file, '');

    const error = failure(place());

    expect(error).toBeInstanceOf(LedgerFileError);
    expect(error).toMatchObject({
      code: 'LEDGER_UNUSABLE',
      message: expect.stringContaining(`the ledger ${place()} cannot be opened: E`),
      hint: expect.stringContaining('--ledger'),
      retryable: false,
    });
  });
});
