import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LedgerFileError } from '../../lib/local/errors.ts';
import { openSqliteLedger } from '../../lib/local/open-sqlite-ledger.ts';
import { openSqliteReader } from '../../lib/local/open-sqlite-reader.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { FIRST_RUN, recordedOutcome, run } from '../support/run-builder.ts';

const TARGET = recordedOutcome().target;

describe('openSqliteReader', () => {
  const clock = new ManualClock();
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'reader-'));
    file = join(folder, 'ledger.db');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  async function recordFailure(): Promise<void> {
    const { ledger, close } = openSqliteLedger(file, { clock });
    await ledger.openRun(run());
    await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }));
    close();
  }

  async function failingTargets(): Promise<readonly string[]> {
    const { reader, close } = openSqliteReader(file, { clock });
    const failing = await reader.listFailing();
    close();
    return failing.map(({ outcome: { target } }) => target);
  }

  it('tells what was recorded, and leaves the folder and the file as they are', async () => {
    await recordFailure();
    const before = readFileSync(file);

    const { reader, close } = openSqliteReader(file, { clock });

    expect(await reader.listRuns({ limit: 5 })).toMatchObject([{ id: FIRST_RUN }]);
    expect(await reader.listOutcomes(FIRST_RUN)).toMatchObject([{ target: TARGET }]);
    expect(await reader.listFailing()).toMatchObject([{ lastRun: FIRST_RUN }]);
    close();
    expect(readdirSync(folder)).toEqual(['ledger.db']);
    expect(readFileSync(file)).toEqual(before);
  });

  it('tells what is failing in a file of a version that had no index of that, before and after it gets one', async () => {
    await recordFailure();
    const former = new DatabaseSync(file);
    former.exec('DROP INDEX failing_images');
    former.close();

    const before = await failingTargets();
    openSqliteLedger(file, { clock }).close();

    expect(before).toEqual([TARGET]);
    expect(await failingTargets()).toEqual([TARGET]);
  });

  it.each<[string, () => void]>([
    ['is missing', () => {}],
    ['is empty', () => writeFileSync(file, '')],
  ])('refuses a file that %s, by its name, and makes none', (_, arrange) => {
    arrange();
    const before = readdirSync(folder);

    const open = () => openSqliteReader(file, { clock });

    expect(open).toThrow(LedgerFileError);
    expect(open).toThrow(`the ledger ${file} does not exist`);
    expect(readdirSync(folder)).toEqual(before);
  });
});
