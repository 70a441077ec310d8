import { printable } from '../../wording/printable.ts';

/** Where commander breaks a line: at the end, and before the words that it takes a mistyped one for. */
const LINE_BREAK = /\n(?=\(Did you mean |$)/;

/** What commander says against a command line; words and variables that it quotes come from anywhere. */
export function renderUsageError(text: string): string {
  return text.split(LINE_BREAK).map(printable).join('\n');
}
