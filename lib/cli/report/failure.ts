import { DefinitionError } from '../../definition/errors.ts';
import { SyncerError } from '../../errors.ts';
import { printable } from '../../wording/printable.ts';
import { renderDefinitionErrors } from './definition-errors.ts';

/** A failure of the whole as two lines: what happened, and what to do about it. */
export function renderFailure({ message, hint }: SyncerError): string {
  return `error: ${printable(message)}\n  hint: ${printable(hint)}\n`;
}

/** Whatever ended a command, for its reader; what no code of ours names is shown with its stack. */
export function renderError(error: unknown): string {
  if (error instanceof DefinitionError) return renderDefinitionErrors(error.problems);
  if (error instanceof SyncerError) return renderFailure(error);
  return `image-syncer failed, which is a defect of it:\n${inspected(error)}\n`;
}

function inspected(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
