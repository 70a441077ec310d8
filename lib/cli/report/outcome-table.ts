import type { Outcome } from '../../mirror/outcome.ts';
import type { RunReport } from '../../mirror/run.ts';
import { hintOf, isInterrupted, reasonOf, statusWord } from '../../wording/outcome-words.ts';
import { printable } from '../../wording/printable.ts';
import { formatCount } from '../../wording/quantities.ts';
import { createPaint, type Paint, type Style } from '../terminal/paint.ts';
import { STATUS_STYLES } from '../terminal/status-styles.ts';
import { outcomeDetails } from './outcome-details.ts';
import { summaryParts } from './summary.ts';
import { layOut, type Row, withSummary } from './table-layout.ts';
import type { TableOptions } from './table-options.ts';

/** Up to so many images, the table lists every one of them. */
const LISTED_WHOLE = 30;

/**
 * A run as text that ends in a newline: a row for each image that needs a look,
 * how many have none, and the summary. Names, and the digests of conflicts,
 * are never shortened.
 */
export function renderOutcomeTable(
  { run, images }: RunReport,
  { columns, color = false }: TableOptions = {},
): string {
  const paint = createPaint(color);
  const width = columns || Number.POSITIVE_INFINITY;
  const unlisted = unlistedOf(images);
  const rows = images
    .filter((outcome) => !unlisted.has(outcome))
    .map((outcome) => rowOf(outcome, run.dryRun));

  const below = [...unlistedLines([...unlisted], paint), ...interruptionLines(images)];
  const table = [...layOut(rows, { width, paint }), ...below];
  return withSummary(table, summaryParts({ run, images }), { width, paint });
}

/** Images whose rows nobody misses among many: those in place, and those that were not begun. */
function unlistedOf(images: readonly Outcome[]): ReadonlySet<Outcome> {
  if (images.length <= LISTED_WHOLE) return new Set();
  const plain = images.filter((outcome) => isUnremarkable(outcome) && !hasWarnings(outcome));
  const warned = images.filter((outcome) => isUnremarkable(outcome) && hasWarnings(outcome));
  return new Set(warned.length <= LISTED_WHOLE ? plain : [...plain, ...warned]);
}

function isUnremarkable(outcome: Outcome): boolean {
  return outcome.status === 'unchanged' || (isInterrupted(outcome) && outcome.attempts === 0);
}

function hasWarnings({ warnings }: Outcome): boolean {
  return warnings.length > 0;
}

function rowOf(outcome: Outcome, dryRun: boolean): Row {
  return {
    status: statusWord(outcome, dryRun),
    style: STATUS_STYLES[outcome.status],
    name: outcome.target ?? outcome.source,
    details: outcomeDetails(outcome, dryRun),
  };
}

function unlistedLines(unlisted: readonly Outcome[], paint: Paint): string[] {
  const notBegun = unlisted.filter(isInterrupted).length;
  const warned = unlisted.filter(hasWarnings).length;
  const unchanged = unlisted.length - notBegun - warned;
  const line = (style: Style, count: number, what: string) =>
    count === 0 ? [] : [paint(style, `${formatCount(count)} ${what}, not listed`)];
  return [
    ...line('dim', unchanged, 'unchanged'),
    ...line('yellow', warned, 'unchanged with warnings, which --output json has'),
    ...line('red', notBegun, 'not begun'),
  ];
}

function interruptionLines(images: readonly Outcome[]): string[] {
  const first = images.find(isInterrupted);
  return first === undefined ? [] : [printable(`${reasonOf(first)}; ${hintOf(first)}`)];
}
