import type { Outcome } from '../../lib/mirror/outcome.ts';
import type { ImageRecord } from '../../lib/mirror/ports.ts';
import type { Counts, RunSummary } from '../../lib/mirror/run.ts';

/** A run with its outcomes other than `unchanged`. */
export interface RecordedRun {
  readonly run: RunSummary;
  readonly outcomes: readonly Outcome[];
}

/** An image that should be in place, and what the ledger has of it. */
export interface RecordedImage {
  readonly target: string;
  readonly digest: string;
  readonly record: ImageRecord | undefined;
}

const TOLD: readonly (keyof Counts)[] = ['copied', 'conflict', 'skipped', 'failed'];

/** What is wrong with the counts of runs, when none is worked on any more. */
export function judgeRuns(runs: readonly RecordedRun[]): readonly string[] {
  if (runs.length === 0) return ['the ledger has no run'];
  return runs.flatMap((recorded) =>
    judgeRun(recorded).map((problem) => `run ${recorded.run.id} ${problem}`),
  );
}

function judgeRun({ run, outcomes }: RecordedRun): readonly string[] {
  const { state, expected, counts } = run;
  const sum = Object.values(counts).reduce((all, count) => all + count, 0);
  const problems: string[] = [];
  if (state === 'planning' || state === 'planned') problems.push(`is still ${state}`);
  if (state === 'completed' && sum !== expected) {
    problems.push(`is completed and counts ${sum} of ${expected} images`);
  } else if (expected !== null && sum > expected) {
    problems.push(`counts ${sum} of ${expected} images`);
  }
  return [...problems, ...countProblems(counts, outcomes), ...outcomes.flatMap(outcomeProblems)];
}

/** Each of these outcomes has a record, so that one that counted twice is seen. */
function countProblems(counts: Counts, outcomes: readonly Outcome[]): readonly string[] {
  return TOLD.flatMap((status) => {
    const recorded = outcomes.filter((outcome) => outcome.status === status).length;
    const isSame = recorded === counts[status];
    return isSame ? [] : [`counts ${counts[status]} ${status} and has records of ${recorded}`];
  });
}

function outcomeProblems({ target, status, error }: Outcome): readonly string[] {
  if (status === 'conflict') return [`has a conflict at ${target}`];
  return error?.code === 'LOST' ? [`has lost ${target}`] : [];
}

/** What is wrong with the records of images that are all in place. */
export function judgeRecords(images: readonly RecordedImage[]): readonly string[] {
  return images.flatMap(({ target, digest, record }) => {
    if (!record) return [`${target} has no record`];
    const { status, targetDigest } = record.outcome;
    if (status !== 'copied' && status !== 'unchanged')
      return [`${target} is recorded as ${status}`];
    if (targetDigest === digest) return [];
    return [`${target} is recorded as ${targetDigest} and should be ${digest}`];
  });
}
