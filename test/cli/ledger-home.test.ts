import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readingAtLength } from '../../lib/cli/ledger-home.ts';
import { openSqliteLedger } from '../../lib/local/open-sqlite-ledger.ts';
import { systemClock } from '../../lib/mirror/system-clock.ts';
import { FIRST_RUN, recordedOutcome, run } from '../support/run-builder.ts';

const { target } = recordedOutcome();

describe('readingAtLength', () => {
  let folder: string;
  let ledger: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-home-'));
    ledger = join(folder, 'ledger.db');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('answers with what was recorded since it began', async () => {
    openSqliteLedger(ledger, { clock: systemClock }).close();

    const answers = await readingAtLength({ ledger }, async (reader) => {
      const before = await reader.readImage(target);
      const opened = openSqliteLedger(ledger, { clock: systemClock });
      await opened.ledger.openRun(run());
      await opened.ledger.record(FIRST_RUN, recordedOutcome());
      const meanwhile = await reader.readImage(target);
      opened.close();
      return [before, meanwhile, await reader.readImage(target)];
    });

    const record = expect.objectContaining({ lastRun: FIRST_RUN });
    expect(answers).toEqual([undefined, record, record]);
  });

  it('refuses a file that is not there before anything is read', async () => {
    let begun = false;
    const reading = readingAtLength({ ledger }, async () => {
      begun = true;
    });

    await expect(reading).rejects.toThrow(`the ledger ${ledger} does not exist`);
    expect(begun).toBe(false);
  });
});
