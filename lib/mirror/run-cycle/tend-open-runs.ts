import type { Digest } from '../../oci/digest.ts';
import type { RunSummary } from '../run.ts';
import { closeOverdueRun, isOverdue } from './close-overdue-run.ts';
import { type RunCycle, timestamp } from './run-cycle.ts';

/**
 * Ends, of runs that are open, those that can be ended; resolves to the others. A run that is still
 * being planned is an orphan, since the caller is the one planner: it is ended where it is not of
 * `version`, the one in force.
 */
export async function tendOpenRuns(
  runs: readonly RunSummary[],
  version: Digest | undefined,
  cycle: RunCycle,
): Promise<readonly RunSummary[]> {
  const open: RunSummary[] = [];
  for (const run of runs) {
    if (!(await isEnded(run, version, cycle))) open.push(run);
  }
  return open;
}

async function isEnded(
  run: RunSummary,
  version: Digest | undefined,
  cycle: RunCycle,
): Promise<boolean> {
  if (isOverdue(run, cycle)) {
    await closeOverdueRun(run, cycle);
    return true;
  }
  if (run.state === 'planned') return await isCompleted(run, cycle);
  if (version === undefined || run.definitionVersion === version) return false;
  await supersede(run, cycle);
  return true;
}

/** A worker may have died after it recorded the last image. */
async function isCompleted({ id }: RunSummary, cycle: RunCycle): Promise<boolean> {
  const { ledger, announcements, listener } = cycle;
  const completed = await ledger.completeRun(id, timestamp(cycle), announcements.runCompleted);
  if (completed) listener?.({ type: 'completed', runId: id });
  return completed !== undefined;
}

/** Ends every open run that is older than the run `runId`, which covers its images. */
export async function supersedeOlder(runId: string, cycle: RunCycle): Promise<void> {
  for (const run of await cycle.ledger.listOpenRuns()) {
    if (run.id < runId) await supersede(run, cycle);
  }
}

/** Ends a run, whose requests that still wait are dropped. */
export async function supersede({ id }: Pick<RunSummary, 'id'>, cycle: RunCycle): Promise<void> {
  const { ledger, listener } = cycle;
  const hasEnded = await ledger.supersedeRun(id, timestamp(cycle));
  if (hasEnded) listener?.({ type: 'superseded', runId: id });
}
