import type { Outcome } from '../../mirror/outcome.ts';
import type { RunReport } from '../../mirror/run.ts';
import { packLines } from '../terminal/pack.ts';
import { createPaint, type Paint } from '../terminal/paint.ts';
import { printable } from '../terminal/printable.ts';
import { formatCount } from '../terminal/quantities.ts';
import { hintOf, isInterrupted, STATUS_STYLES, statusWord } from '../terminal/wording.ts';
import { outcomeDetails } from './outcome-details.ts';
import { summaryParts } from './summary.ts';
import { layOut, type Row } from './table-layout.ts';

/** Up to so many images, the table lists every one of them. */
const LISTED_WHOLE = 30;

/** What the report is printed on. */
export interface OutcomeTableOptions {
  /** Width of the terminal; absent or 0: unknown, no line is broken. */
  readonly columns?: number | undefined;
  /** Absent: no colours. */
  readonly color?: boolean;
}

/**
 * A run as text that ends in a newline: a row for each image that needs a look,
 * how many have none, and the summary. Names, and the digests of conflicts,
 * are never shortened.
 */
export function renderOutcomeTable(
  { run, images }: RunReport,
  { columns, color = false }: OutcomeTableOptions = {},
): string {
  const paint = createPaint(color);
  const width = columns || Number.POSITIVE_INFINITY;
  const unlisted = images.length <= LISTED_WHOLE ? [] : images.filter(isUnremarkable);
  const skipped = new Set(unlisted);
  const rows = images
    .filter((outcome) => !skipped.has(outcome))
    .map((outcome) => rowOf(outcome, run.dryRun));

  const table = [...layOut(rows, { width, paint }), ...unlistedLines(unlisted, paint)];
  const summary = packLines(summaryParts({ run, images }), ' · ', width);
  return [
    ...table,
    ...(table.length === 0 ? [] : ['']),
    ...summary.map((line) => paint('bold', line)),
    '',
  ].join('\n');
}

/** Whether nobody misses the row: nothing happened to the image, or what happened to all that were left. */
function isUnremarkable(outcome: Outcome): boolean {
  if (outcome.warnings.length > 0) return false;
  return outcome.status === 'unchanged' || isInterrupted(outcome);
}

function rowOf(outcome: Outcome, dryRun: boolean): Row {
  return {
    status: statusWord(outcome.status, dryRun),
    style: STATUS_STYLES[outcome.status],
    name: outcome.target ?? outcome.source,
    details: outcomeDetails(outcome, dryRun),
  };
}

function unlistedLines(unlisted: readonly Outcome[], paint: Paint): string[] {
  const interrupted = unlisted.filter(isInterrupted);
  const unchanged = unlisted.length - interrupted.length;
  const [first] = interrupted;
  const hint = first === undefined ? '' : printable(`, ${hintOf(first)}`);
  return [
    ...(unchanged === 0 ? [] : [paint('dim', `${formatCount(unchanged)} unchanged, not listed`)]),
    ...(first === undefined
      ? []
      : [paint('red', `${formatCount(interrupted.length)} interrupted, not listed`) + hint]),
  ];
}
