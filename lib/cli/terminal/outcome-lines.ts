import type { Outcome } from '../../mirror/outcome.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { formatDuration } from './quantities.ts';
import { bytesPhrase, hintOf, reasonOf, STATUS_STYLES, statusWord } from './wording.ts';

/** How an outcome is to be said. */
export interface OutcomeLinesOptions {
  /** What to call the image: its target, its source, or both. */
  readonly name: string;
  readonly dryRun: boolean;
  readonly paint: Paint;
}

/** An outcome as permanent lines: status, name and what became of it, then the hint where there is one. */
export function outcomeLines(
  outcome: Outcome,
  { name, dryRun, paint }: OutcomeLinesOptions,
): string[] {
  const { status } = outcome;
  const hint = hintOf(outcome);

  return [
    [
      paint(STATUS_STYLES[status], statusWord(status, dryRun)),
      printable(name),
      printable(reasonOf(outcome) ?? effort(outcome, dryRun)),
    ].join('  '),
    ...(hint === null ? [] : [`  hint: ${printable(hint)}`]),
  ];
}

function effort({ bytes, durationMs }: Outcome, dryRun: boolean): string {
  return [bytesPhrase(bytes, dryRun), formatDuration(durationMs)]
    .filter((part) => part !== '')
    .join(', ');
}
