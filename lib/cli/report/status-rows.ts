import type { Drift } from '../../mirror/ledger-reader.ts';
import type { Outcome } from '../../mirror/outcome.ts';
import type { ImageRecord } from '../../mirror/ports.ts';
import type { RunState, RunSummary } from '../../mirror/run.ts';
import { totalOf } from '../../mirror/run-tally.ts';
import {
  bytesPhrase,
  counted,
  countPhrases,
  referrersPhrase,
  statusWord,
} from '../../wording/outcome-words.ts';
import { formatCount, formatDuration } from '../../wording/quantities.ts';
import type { Style } from '../terminal/paint.ts';
import { STATUS_STYLES } from '../terminal/status-styles.ts';
import { type Detail, sentence, whole } from './detail.ts';
import { outcomeDetails } from './outcome-details.ts';
import type { Row } from './table-layout.ts';

const STATE_STYLES: Readonly<Record<RunState, Style>> = {
  planning: 'cyan',
  planned: 'cyan',
  completed: 'green',
  superseded: 'dim',
};

/** A run: its state, its id and how far it has come. */
export function runRow(run: RunSummary): Row {
  const failed = run.counts.failed + run.counts.conflict > 0;
  return {
    status: run.state,
    style: run.state === 'completed' && failed ? 'red' : STATE_STYLES[run.state],
    name: run.id,
    details: [{ parts: runParts(run), separator: ' · ' }],
  };
}

/** The latest outcome of an image, and the run that it ended so in. */
export function recordRow({ lastRun, outcome }: ImageRecord): Row {
  const row = rowOf(outcome, false);
  return { ...row, details: [...row.details, whole(`in run ${lastRun}`)] };
}

/** As {@link recordRow}, with what its manifests said when they were last read, which may be some runs ago. */
export function imageRecordRow(image: ImageRecord): Row {
  const row = recordRow(image);
  return { ...row, details: [...row.details, ...lastRead(image)] };
}

/** An outcome of `run`. */
export function imageRow(outcome: Outcome, { dryRun }: RunSummary): Row {
  return rowOf(outcome, dryRun);
}

/** A move of a source, with both digests in full, since they are what one asks registries about next. */
export function driftRow({ seenAt, runId, from, to }: Drift): Row {
  return {
    status: 'moved',
    style: 'yellow',
    name: seenAt,
    details: [whole(`from ${from}`), whole(`to ${to}`), whole(`in run ${runId}`)],
  };
}

function rowOf(outcome: Outcome, dryRun: boolean): Row {
  return {
    status: statusWord(outcome, dryRun),
    style: STATUS_STYLES[outcome.status],
    name: outcome.target ?? outcome.source,
    details: detailsOf(outcome, dryRun),
  };
}

/** What is remembered of other content than the target is to have says nothing of it. */
function lastRead({ outcome: { wantedDigest }, memory = {} }: ImageRecord): Detail[] {
  const { platforms, referrers } = memory;
  const parts = [
    ...(platforms?.root === wantedDigest ? (platforms?.names ?? []) : []),
    ...(referrers?.root === wantedDigest ? [referrersPhrase(referrers?.count ?? null)] : []),
  ].filter((part) => part !== '');
  return parts.length === 0 ? [] : [sentence(`as last read: ${parts.join(', ')}`)];
}

/** A source that is not told by the target's name stands for itself. */
function detailsOf(outcome: Outcome, dryRun: boolean): Detail[] {
  const details = outcomeDetails(outcome, dryRun);
  return outcome.target === null ? details : [sentence(`from ${outcome.source}`), ...details];
}

function runParts(run: RunSummary): string[] {
  const counts = countPhrases(run.counts, run.dryRun).join(', ');
  const { startedAt, finishedAt } = run;
  return [
    `${run.trigger} at ${startedAt}`,
    counts === '' ? progress(run) : `${progress(run)}: ${counts}`,
    bytesPhrase(run.bytes, run.dryRun),
    finishedAt === null ? '' : formatDuration(Date.parse(finishedAt) - Date.parse(startedAt)),
  ].filter((part) => part !== '');
}

function progress(run: RunSummary): string {
  const total = totalOf(run);
  if (run.expected === null) return `${counted(total, 'image')} so far`;
  const expected = counted(run.expected, 'image');
  return total === run.expected ? expected : `${formatCount(total)} of ${expected}`;
}
