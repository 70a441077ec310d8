import type { RunSummary } from '../mirror/run.ts';
import { NOTHING_COUNTED, type RunTally } from '../mirror/run-tally.ts';
import { runKey, runListKey, tallyKey } from './ledger-keys.ts';
import type { SqliteItems } from './sqlite-items.ts';

/** A run with what is counted in it. */
export function readRun(items: SqliteItems, runId: string): RunSummary | undefined {
  const progress = items.get(runKey(runId));
  return progress && { ...progress, ...readTally(items, runId) };
}

/** What is counted in a run up to now. */
export function readTally(items: SqliteItems, runId: string): RunTally {
  return items.get(tallyKey(runId)) ?? NOTHING_COUNTED;
}

/** The newest first, `limit` of them at most. */
export function listRuns(items: SqliteItems, limit?: number): readonly RunSummary[] {
  const listed = items.listLatest(runListKey(''), limit);
  return listed.flatMap(({ sk: runId }) => readRun(items, runId) ?? []);
}
