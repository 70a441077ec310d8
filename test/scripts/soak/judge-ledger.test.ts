import { describe, expect, it } from 'vitest';
import { LostImageError } from '../../../lib/mirror/errors.ts';
import { outcomeErrorOf } from '../../../lib/mirror/outcome-error.ts';
import type { RunSummary } from '../../../lib/mirror/run.ts';
import { judgeRecords, judgeRuns } from '../../../scripts/soak/judge-ledger.ts';
import { FIRST_RUN, recordedOutcome, run } from '../../support/run-builder.ts';

const COUNTS = { copied: 1, unchanged: 2, conflict: 0, skipped: 0, failed: 1 };

const COPIED = recordedOutcome({ status: 'copied' });
const FAILED = recordedOutcome({ status: 'failed', target: 'mirror.example/other:1' });

function summary(given: Partial<RunSummary> = {}): RunSummary {
  return {
    ...run(),
    state: 'completed',
    expected: 4,
    finishedAt: '2026-01-01T00:01:00.000Z',
    counts: COUNTS,
    bytes: { uploaded: 0, mounted: 0, present: 0 },
    ...given,
  };
}

function judge(given: Partial<RunSummary>, outcomes = [COPIED, FAILED]): readonly string[] {
  return judgeRuns([{ run: summary(given), outcomes }]);
}

describe('judgeRuns', () => {
  it('finds nothing wrong with a run whose counts are exact', () => {
    expect(judge({})).toEqual([]);
  });

  it('allows a superseded run to have counted less than it expected', () => {
    const counts = { ...COUNTS, unchanged: 0 };

    expect(judge({ state: 'superseded', expected: 40, counts })).toEqual([]);
  });

  it.each([
    ['a run that is open', { state: 'planned' as const }, 'is still planned'],
    ['an image that was not counted', { expected: 5 }, 'counts 4 of 5'],
    ['an image that was counted twice', { expected: 3 }, 'counts 4 of 3'],
    [
      'a superseded run that counted too much',
      { state: 'superseded' as const, expected: 3 },
      'counts 4 of 3',
    ],
  ])('finds %s', (_, given, problem) => {
    expect(judge(given)).toEqual([
      expect.stringMatching(new RegExp(`^run ${FIRST_RUN} .*${problem}`)),
    ]);
  });

  it('finds a copy that was counted twice in place of an image that was not', () => {
    const counts = { ...COUNTS, copied: 2, unchanged: 1 };

    expect(judge({ counts })).toEqual([
      expect.stringContaining('counts 2 copied and has records of 1'),
    ]);
  });

  it('finds images that were lost, and conflicts, which none should be', () => {
    const error = outcomeErrorOf(new LostImageError('mirror.example/other:1'));
    const lost = recordedOutcome({ status: 'failed', target: 'mirror.example/other:1', error });
    const counts = { ...COUNTS, conflict: 1, unchanged: 1 };

    const problems = judge({ counts }, [COPIED, lost, recordedOutcome({ status: 'conflict' })]);

    expect(problems).toHaveLength(2);
    expect(problems.join()).toMatch(/has lost mirror.*has a conflict/);
  });

  it('does not take no run for a good one', () => {
    expect(judgeRuns([])).toEqual(['the ledger has no run']);
  });
});

describe('judgeRecords', () => {
  const outcome = recordedOutcome();
  const { target, targetDigest: digest } = outcome;
  const record = { lastRun: FIRST_RUN, outcome };

  it('finds nothing wrong with an image that is recorded as it is', () => {
    expect(judgeRecords([{ target, digest: String(digest), record }])).toEqual([]);
  });

  it.each([
    ['no record', { digest: String(digest), record: undefined }, 'has no record'],
    ['another digest', { digest: 'sha256:other', record }, 'should be sha256:other'],
    [
      'another status',
      { digest: String(digest), record: { ...record, outcome: FAILED } },
      'is recorded as failed',
    ],
  ])('finds %s', (_, given, problem) => {
    expect(judgeRecords([{ target, ...given }])).toEqual([
      expect.stringMatching(`^${target} .*${problem}$`),
    ]);
  });
});
