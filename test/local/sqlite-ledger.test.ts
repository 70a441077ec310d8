import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { ulid } from 'ulid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenLedger, openSqliteLedger } from '../../lib/local/open-sqlite-ledger.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { FIRST_RUN, recordedOutcome, run, SECOND_RUN } from '../support/run-builder.ts';

const TARGET = recordedOutcome().target;
const DAY_MS = 24 * 60 * 60 * 1000;

describe('SqliteLedger', () => {
  let folder: string;
  let file: string;
  let clock: ManualClock;
  let opened: OpenLedger[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    file = join(folder, 'ledger.db');
    clock = new ManualClock();
    opened = [];
  });

  afterEach(() => {
    for (const { close } of opened) close();
    rmSync(folder, { recursive: true });
  });

  function open(): OpenLedger {
    const connection = openSqliteLedger(file, { clock, historyMs: DAY_MS });
    opened.push(connection);
    return connection;
  }

  /** The keys in the file, without those of the images' own partitions. */
  function keysOfRuns(): unknown[] {
    const database = new DatabaseSync(file, { readOnly: true, returnArrays: true });
    const query = "SELECT pk, sk FROM items WHERE pk NOT LIKE 'IMAGE#%' ORDER BY pk, sk";
    const keys = database.prepare(query).all();
    database.close();
    return keys;
  }

  it('writes the keys of the design', async () => {
    const { ledger } = open();
    await ledger.openRun(run());

    await ledger.record(FIRST_RUN, recordedOutcome({ status: 'copied' }));
    await ledger.recordPlanned(FIRST_RUN, 7, recordedOutcome({ status: 'failed' }));

    expect(keysOfRuns()).toEqual([
      [`RUN#${FIRST_RUN}`, 'COUNT#00'],
      [`RUN#${FIRST_RUN}`, `IMAGE#${TARGET}`],
      [`RUN#${FIRST_RUN}`, 'PLANNED#7'],
      [`RUN#${FIRST_RUN}`, 'SUMMARY'],
      ['RUNS', FIRST_RUN],
    ]);
  });

  it('keeps no outcome of an unchanged image in its runs', async () => {
    const { ledger } = open();
    await ledger.openRun(run());
    await ledger.markPlanned(FIRST_RUN, 1);
    await ledger.record(FIRST_RUN, recordedOutcome());
    await ledger.completeRun(FIRST_RUN, '2026-01-01T00:01:00.000Z');
    await ledger.record(SECOND_RUN, recordedOutcome());

    expect(keysOfRuns()).not.toContainEqual([expect.anything(), `IMAGE#${TARGET}`]);
  });

  it('shares runs, outcomes and leases between connections', async () => {
    const [one, other] = [open(), open()];
    await one.ledger.openRun(run());
    await other.ledger.markPlanned(FIRST_RUN, 1);

    const counted = [
      await one.ledger.record(FIRST_RUN, recordedOutcome()),
      await other.ledger.record(FIRST_RUN, recordedOutcome()),
    ];
    const completed = [
      await other.ledger.completeRun(FIRST_RUN, '2026-01-01T00:01:00.000Z'),
      await one.ledger.completeRun(FIRST_RUN, '2026-01-01T00:01:00.000Z'),
    ];

    expect(counted).toEqual([true, false]);
    expect(completed).toEqual([expect.objectContaining({ expected: 1 }), undefined]);
    expect(await one.leases.acquire(TARGET, 'one', 1000)).toBeDefined();
    expect(await other.leases.acquire(TARGET, 'other', 1000)).toBeUndefined();
  });

  it('counts an outcome once among processes that record at the same time', async () => {
    const script = join(import.meta.dirname, 'record-outcomes.ts');
    const runId = ulid();
    const { ledger } = open();
    const record = () => promisify(execFile)(process.execPath, [script, file, runId, '300']);

    const answers = await Promise.all([record(), record(), record()]);

    const counted = answers.map(({ stdout }) => Number(stdout));
    expect(counted.reduce((sum, count) => sum + count)).toBe(300);
    await ledger.openRun(run({ id: runId }));
    expect(await ledger.readRun(runId)).toMatchObject({ counts: { copied: 300 } });
  });

  it('forgets a run, and never the latest outcome of an image, when its time is over', async () => {
    const startedAt = Date.parse(run().startedAt);
    const { ledger } = open();
    await ledger.openRun(run());
    await ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }));

    clock.advance(startedAt + DAY_MS - 1 - clock.now());
    expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ counts: { failed: 1 } });
    clock.advance(1);

    expect(await ledger.readRun(FIRST_RUN)).toBeUndefined();
    expect(await ledger.readImage(TARGET)).toMatchObject({ lastRun: FIRST_RUN });
    open();
    expect(keysOfRuns()).toEqual([]);
  });

  it('finds after reopening what was recorded', async () => {
    const { ledger, close } = openSqliteLedger(file, { clock });
    await ledger.record(FIRST_RUN, recordedOutcome());
    close();

    const image = await open().ledger.readImage(TARGET);

    expect(image).toEqual({ lastRun: FIRST_RUN, outcome: recordedOutcome() });
  });
});
