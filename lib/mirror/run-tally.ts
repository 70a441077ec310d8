import { NO_BYTES, type Outcome } from './outcome.ts';
import type { RunSummary } from './run.ts';

/** What is counted in a run. */
export type RunTally = Pick<RunSummary, 'counts' | 'bytes'>;

/** The tally of a run in which nothing has an outcome yet. */
export const NOTHING_COUNTED: RunTally = {
  counts: { copied: 0, unchanged: 0, conflict: 0, skipped: 0, failed: 0 },
  bytes: NO_BYTES,
};

/** How many images have an outcome. */
export function totalOf({ counts }: Pick<RunTally, 'counts'>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

/** The tally with one outcome more. */
export function withOutcome({ counts, bytes }: RunTally, outcome: Outcome): RunTally {
  return {
    counts: { ...counts, [outcome.status]: counts[outcome.status] + 1 },
    bytes: {
      uploaded: bytes.uploaded + outcome.bytes.uploaded,
      mounted: bytes.mounted + outcome.bytes.mounted,
      present: bytes.present + outcome.bytes.present,
    },
  };
}
