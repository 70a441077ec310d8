import type { SyncEvent } from '../../mirror/events.ts';
import type { Outcome } from '../../mirror/outcome.ts';
import { effortPhrase, hintOf, reasonOf, statusWord } from '../../wording/outcome-words.ts';
import { printable } from '../../wording/printable.ts';
import { packLines } from './pack.ts';
import type { Paint } from './paint.ts';
import { STATUS_STYLES } from './status-styles.ts';

/** What became of an image, where `event` tells that. */
export function outcomeIn(event: SyncEvent): Outcome | undefined {
  return event.type === 'finished' || event.type === 'settled' ? event.outcome : undefined;
}

/** How an outcome is to be said. */
export interface OutcomeLinesOptions {
  /** What to call the image: its target, its source, or both. */
  readonly name: string;
  readonly dryRun: boolean;
  readonly paint: Paint;
  /** Characters to a line; absent: no line is broken. */
  readonly width?: number;
}

const INDENT = '  ';

/** An outcome as permanent lines: status, name and what became of it, then its hint and its warnings. */
export function outcomeLines(
  outcome: Outcome,
  { name, dryRun, paint, width = Number.POSITIVE_INFINITY }: OutcomeLinesOptions,
): string[] {
  const words = (head: string, text: string) => breakWords(head, text, width - INDENT.length);
  const hint = hintOf(outcome);
  const status = statusWord(outcome, dryRun);
  const said = reasonOf(outcome) ?? effortPhrase(outcome, dryRun);
  const [first = '', ...others] = words(`${status}  ${printable(name)}  `, said);
  const below = [
    ...others,
    ...(hint === null ? [] : words('hint: ', hint)),
    ...outcome.warnings.flatMap((warning) => words('warning: ', warning)),
  ];
  return [
    paint(STATUS_STYLES[outcome.status], status) + first.slice(status.length),
    ...below.map((line) => INDENT + line),
  ];
}

/** `text` behind `head` in lines of `width`. */
function breakWords(head: string, text: string, width: number): string[] {
  const [first = '', ...words] = printable(text).split(' ');
  return packLines([head + first, ...words], ' ', width);
}
