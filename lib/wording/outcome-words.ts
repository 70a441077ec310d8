import {
  type MovedBytes,
  OUTCOME_STATUSES,
  type Outcome,
  type OutcomeStatus,
} from '../mirror/outcome.ts';
import { formatBytes, formatCount, formatDuration } from './quantities.ts';

/** What a person can do about a conflict; outcomes carry hints for errors alone. */
const CONFLICT_HINT =
  'to replace what the target has, write onConflict: overwrite, or --on-conflict overwrite; to leave it as it is, keep';

/** How an outcome is called before its image; a dry run says what a sync would do. */
export function statusWord(outcome: Outcome, dryRun: boolean): string {
  const { status, attempts } = outcome;
  if (isInterrupted(outcome)) return attempts === 0 ? 'not begun' : 'interrupted';
  if (dryRun && status === 'copied') return 'would copy';
  if (dryRun && status === 'skipped') return 'would skip';
  return status;
}

/** One phrase for each status that images ended in: `12 copied`, `2 conflicts`. */
export function countPhrases(
  counts: Readonly<Partial<Record<OutcomeStatus, number>>>,
  dryRun: boolean,
): string[] {
  return OUTCOME_STATUSES.flatMap((status) => {
    const count = counts[status] ?? 0;
    return count === 0 ? [] : [`${formatCount(count)} ${countedWord(status, count, dryRun)}`];
  });
}

/** Bytes by the way they came: `12.3 MiB uploaded, 4 MiB mounted`; empty when there were none. */
export function bytesPhrase({ uploaded, mounted, present }: MovedBytes, dryRun: boolean): string {
  const ways: readonly (readonly [number, string])[] = [
    [uploaded, dryRun ? 'to upload' : 'uploaded'],
    [mounted, dryRun ? 'to mount' : 'mounted'],
    [present, 'already there'],
  ];
  return ways
    .filter(([bytes]) => bytes > 0)
    .map(([bytes, way]) => `${formatBytes(bytes)} ${way}`)
    .join(', ');
}

/** What came along with an image; empty when nothing did, or nobody looked. */
export function referrersPhrase(referrers: number | null): string {
  return referrers ? counted(referrers, 'referrer') : '';
}

/** What an image took, where nothing is to be said against it: `12.3 MiB uploaded, 2 referrers, 3.1 s`. */
export function effortPhrase({ bytes, referrers, durationMs }: Outcome, dryRun: boolean): string {
  return [bytesPhrase(bytes, dryRun), referrersPhrase(referrers), formatDuration(durationMs)]
    .filter((part) => part !== '')
    .join(', ');
}

/** A count with what it counts, in the plural where that is due: `2 referrers`. */
export function counted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** Why an image is where it is, where that needs a reason: from its error, or from the policy. */
export function reasonOf({ error, reason }: Outcome): string | null {
  return error?.message ?? reason;
}

/** What the reader can do about an image that is not in place. */
export function hintOf({ error, status }: Outcome): string | null {
  return error?.hint ?? (status === 'conflict' ? CONFLICT_HINT : null);
}

/**
 * Whether an image was cut off by the end of its process. An interrupted run
 * has as many of them as it had images left, so they are counted, not listed.
 */
export function isInterrupted({ error }: Outcome): boolean {
  return error?.code === 'INTERRUPTED';
}

function countedWord(status: OutcomeStatus, count: number, dryRun: boolean): string {
  if (status === 'conflict') return count === 1 ? 'conflict' : 'conflicts';
  const conditional = dryRun && (status === 'copied' || status === 'skipped');
  return conditional ? `would be ${status}` : status;
}
