import pMap from 'p-map';
import { LostImageError } from '../errors.ts';
import { failedBy, namesOf, type PlannedImage, type SettledImage } from '../planned-image.ts';
import type { RunSummary } from '../run.ts';
import { RECORDS_AT_A_TIME } from '../send-planned.ts';
import { recordSettled } from './rest-of-run.ts';
import { type RunCycle, timestamp } from './run-cycle.ts';

/** Whether the run has taken longer than any run may. */
export function isOverdue(
  { startedAt }: RunSummary,
  { clock, runTimeoutMs }: Pick<RunCycle, 'clock' | 'runTimeoutMs'>,
): boolean {
  return clock.now() - Date.parse(startedAt) > runTimeoutMs;
}

/**
 * Ends a run whose time is over: images without an outcome have failed as lost, and the run is complete.
 * Of a run that was never expanded nobody knows the images: it is superseded.
 */
export async function closeOverdueRun(run: RunSummary, cycle: RunCycle): Promise<void> {
  const { ledger, expansions, listener, announcements } = cycle;
  const images = await expansions.read(run.id);
  if (!images) {
    if (await ledger.supersedeRun(run.id, timestamp(cycle)))
      listener?.({ type: 'superseded', runId: run.id });
    return;
  }
  await ledger.markPlanned(run.id, images.length);
  const lost = await recordRest(run.id, images, cycle);
  if (await ledger.completeRun(run.id, timestamp(cycle), announcements.runCompleted))
    listener?.({ type: 'closed', runId: run.id, lost });
}

/** Gives an outcome to every image that has none; resolves to how many of them were lost. */
async function recordRest(
  runId: string,
  images: readonly PlannedImage[],
  { ledger }: RunCycle,
): Promise<number> {
  const lost = await recordSettled(runId, images, ledger);
  await pMap(lost, ({ image }) => ledger.record(runId, lostOutcome(namesOf(image))), {
    concurrency: RECORDS_AT_A_TIME,
  });
  return lost.length;
}

function lostOutcome(names: {
  readonly source: string;
  readonly target: string;
}): SettledImage['outcome'] & { readonly target: string } {
  const { outcome } = failedBy(new LostImageError(names.target), names);
  return { ...outcome, target: names.target };
}
