import type { SyncerError } from '../../errors.ts';
import { printable } from '../terminal/printable.ts';

/** A failure of the whole as two lines: what happened, and what to do about it. */
export function renderFailure({ message, hint }: SyncerError): string {
  return `error: ${printable(message)}\n  hint: ${printable(hint)}\n`;
}
