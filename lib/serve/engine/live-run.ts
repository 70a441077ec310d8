import type { Transfer } from '../../mirror/progress/transfer.ts';
import { totalOf } from '../../mirror/run-tally.ts';
import type { LiveRun, LiveTransfer } from '../service.ts';
import type { RunWork } from './run-work.ts';

/** How far `work` has come at `now`; images of `former` runs that are still being synced are shown with it. */
export function liveRun(work: RunWork, former: readonly RunWork[], now: number): LiveRun {
  const works = [...former, work];
  for (const { progress } of works) progress.observe(now);
  const transfers = works.flatMap(({ progress }) => progress.inFlight.map(liveTransfer));
  const { run, progress, counts, expected, putOff } = work;
  return {
    id: run.id,
    trigger: run.trigger,
    startedAt: run.startedAt,
    expected,
    counts,
    putOff,
    listed: progress.listed,
    uploaded: progress.uploaded,
    bytesPerSecond: works.reduce((sum, { progress: { rate } }) => sum + rate, 0),
    secondsLeft: secondsLeft(work, transfers, now),
    transfers,
  };
}

function liveTransfer(transfer: Transfer): LiveTransfer {
  const { source, target, activity, expected, arrived, rate, secondsLeft } = transfer;
  return {
    source,
    target,
    activity,
    expected: expected ?? null,
    arrived,
    bytesPerSecond: rate,
    secondsLeft: secondsLeft ?? null,
  };
}

/** What waits takes as long as what this process has done on average, but no less than the longest transfer. */
function secondsLeft(
  { progress, counts, expected }: RunWork,
  transfers: readonly LiveTransfer[],
  now: number,
): number | null {
  if (expected === null) return null;
  const known = transfers.flatMap((transfer) => transfer.secondsLeft ?? []);
  const left = expected - totalOf({ counts });
  if (progress.done === 0) return known.length === 0 ? null : Math.max(...known);
  const each = (now - progress.startedAt) / 1000 / progress.done;
  return Math.max(each * left, ...known);
}
