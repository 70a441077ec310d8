import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StatusQuestion } from '../../lib/cli/status-answer.ts';
import { statusCommand } from '../../lib/cli/status-command.ts';
import { openSqliteLedger } from '../../lib/local/open-sqlite-ledger.ts';
import { systemClock } from '../../lib/mirror/system-clock.ts';
import { CapturedOutput } from '../support/captured-output.ts';
import {
  FIRST_RUN,
  imageMemory,
  recordedOutcome,
  run,
  SECOND_RUN,
} from '../support/run-builder.ts';
import { MIRRORED } from './terminal/builders.ts';

const TARGET = recordedOutcome().target;
const OTHER = 'mirror.example/other:1';
/** Longer ago than the runs of the builder. */
const FOREVER_MS = 100 * 365 * 24 * 60 * 60 * 1000;

describe('statusCommand', () => {
  let folder: string;
  let ledger: string;
  let stdout: CapturedOutput;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'status-'));
    ledger = join(folder, 'ledger.db');
    stdout = new CapturedOutput();
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  /** A run that is over, in which an image failed, and one under way, in which its source has moved. */
  async function recordTwoRuns(): Promise<void> {
    const opened = openSqliteLedger(ledger, { clock: systemClock, historyMs: FOREVER_MS });
    await opened.ledger.openRun(run());
    await opened.ledger.record(FIRST_RUN, recordedOutcome({ status: 'failed' }));
    await opened.ledger.record(FIRST_RUN, recordedOutcome({ target: OTHER }));
    await opened.ledger.markPlanned(FIRST_RUN, 2);
    await opened.ledger.completeRun(FIRST_RUN, '2026-01-01T00:10:00.000Z');
    await opened.ledger.openRun(run({ id: SECOND_RUN, trigger: 'retry' }));
    const moved = { sourceDigest: MIRRORED, reason: 'it moved' };
    await opened.ledger.record(SECOND_RUN, recordedOutcome({ status: 'conflict', ...moved }));
    opened.close();
  }

  async function table(question: StatusQuestion): Promise<string> {
    await statusCommand({ ledger, ...question, output: 'table' }, { stdout });
    return stdout.text;
  }

  async function json(question: StatusQuestion): Promise<unknown> {
    await statusCommand({ ledger, ...question, output: 'json' }, { stdout });
    return JSON.parse(stdout.text);
  }

  it('tells the latest run and how many images are failing', async () => {
    await recordTwoRuns();

    expect(await table({})).toBe(
      [
        `planning  ${SECOND_RUN}  retry at 2026-01-01T00:00:30.000Z · 1 image so far: 1 conflict`,
        '',
        '1 image is failing',
        '  hint: see them with --failing',
        '',
      ].join('\n'),
    );
  });

  it('tells that there was no run', async () => {
    openSqliteLedger(ledger, { clock: systemClock }).close();

    expect(await table({})).toBe('no run yet\nno image is failing\n');
  });

  it('lists runs, the newest first', async () => {
    await recordTwoRuns();

    const lines = (await table({ runs: true })).split('\n');

    expect(lines[0]).toContain(SECOND_RUN);
    expect(lines[1]).toBe(
      `completed  ${FIRST_RUN}  command at 2026-01-01T00:00:30.000Z · 2 images: 1 unchanged, 1 failed · 9 m 30 s`,
    );
    expect(lines[3]).toBe('2 runs');
  });

  it('lists the images of a run, but for those that it found in place', async () => {
    await recordTwoRuns();

    const text = await table({ run: FIRST_RUN.toLowerCase() });

    expect(text).toMatch(new RegExp(`^failed +${TARGET}`, 'm'));
    expect(text).not.toContain(OTHER);
    expect(text).toMatch(/1 unchanged, not listed\n$/);
  });

  it('lists what is failing, and since which run', async () => {
    await recordTwoRuns();

    const text = await table({ failing: true });

    expect(text).toMatch(
      new RegExp(`^conflict +${TARGET} +from docker.io/library/busybox:1$`, 'm'),
    );
    expect(text).toContain(`in run ${SECOND_RUN}`);
    expect(text).toMatch(/1 image is failing\n$/);
  });

  it('tells of an image how its source moved', async () => {
    await recordTwoRuns();

    const text = await table({ image: TARGET });

    expect(text).toMatch(/^moved +2026-01-01T00:01:30.000Z +from sha256:/m);
    expect(text).toContain(`to ${MIRRORED}`);
    expect(text).toMatch(/its source moved 1 time\n$/);
  });

  it.each([
    ['what was last read of the content that the target is to have', imageMemory(), true],
    ['nothing that was read of other content', imageMemory(2, MIRRORED), false],
  ])('tells %s', async (_, memory, isTold) => {
    const opened = openSqliteLedger(ledger, { clock: systemClock, historyMs: FOREVER_MS });
    await opened.ledger.openRun(run());
    await opened.ledger.record(FIRST_RUN, recordedOutcome(), memory);
    opened.close();

    const text = await table({ image: TARGET });

    const line = 'as last read: linux/amd64, linux/arm64/v8, 2 referrers\n';
    expect(text.includes(line)).toBe(isTold);
  });

  it.each<[string, StatusQuestion, object]>([
    ['how things stand', {}, { run: { id: SECOND_RUN }, failing: 1 }],
    ['runs', { runs: true }, { runs: [{ id: SECOND_RUN, expected: null }, { id: FIRST_RUN }] }],
    [
      'a run',
      { run: FIRST_RUN },
      {
        run: { state: 'completed', expected: 2, counts: { failed: 1 } },
        images: [{ target: TARGET, status: 'failed' }],
      },
    ],
    ['what is failing', { failing: true }, { images: [{ target: TARGET, lastRun: SECOND_RUN }] }],
    [
      'an image',
      { image: TARGET },
      {
        image: { status: 'conflict', lastRun: SECOND_RUN, sourceDigest: MIRRORED },
        drift: [{ runId: SECOND_RUN, to: MIRRORED }],
      },
    ],
  ])('prints %s as a document', async (_, question, document) => {
    await recordTwoRuns();

    expect(await json(question)).toMatchObject({ ...document, errors: [] });
  });

  it.each<[string, StatusQuestion, string]>([
    ['a run', { run: '01KDVDS2YRCCCCCCCCCCCCCCCC' }, 'the ledger knows no run 01KDVDS2YRCCCC'],
    ['an image', { image: 'busybox' }, 'the ledger knows no image docker.io/library/busybox'],
    ['a name', { image: 'Busy Box' }, 'Busy Box'],
  ])('names %s that is not there, also as a document', async (_, question, message) => {
    await recordTwoRuns();

    await expect(json(question)).rejects.toThrow(message);

    expect(JSON.parse(stdout.text)).toEqual({
      errors: [
        expect.objectContaining({
          message: expect.stringContaining(message),
          hint: expect.stringMatching(/./),
        }),
      ],
    });
  });

  it('makes no file where there is none', async () => {
    await expect(table({})).rejects.toThrow(`the ledger ${ledger} does not exist`);
    expect(stdout.text).toBe('');
  });
});
