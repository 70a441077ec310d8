import type { RunReport } from '../../mirror/run.ts';
import { bytesPhrase, countPhrases, isInterrupted } from '../../wording/outcome-words.ts';
import { formatCount, formatDuration } from '../../wording/quantities.ts';

/** A run in a sentence, by its parts: images by status, those that were cut off by themselves, bytes where there were any, and the time it took. */
export function summaryParts({ run, images }: RunReport): string[] {
  const interrupted = images.filter(isInterrupted).length;
  const failed = run.counts.failed - interrupted;
  const counts = [
    ...countPhrases({ ...run.counts, failed }, run.dryRun),
    ...(interrupted === 0 ? [] : [`${formatCount(interrupted)} interrupted`]),
  ].join(', ');
  const total = `${formatCount(images.length)} ${images.length === 1 ? 'image' : 'images'}`;
  return [
    counts === '' ? total : `${total}: ${counts}`,
    bytesPhrase(run.bytes, run.dryRun),
    run.finishedAt === null ? '' : formatDuration(elapsedMs(run.startedAt, run.finishedAt)),
  ].filter((part) => part !== '');
}

function elapsedMs(startedAt: string, finishedAt: string): number {
  return Date.parse(finishedAt) - Date.parse(startedAt);
}
