import { DefinitionError, type DefinitionProblem } from '../../definition/errors.ts';
import type { SyncerError } from '../../errors.ts';

/** A problem of a run as a whole, as other programs read it; its place is `null` where no file is to blame. */
export type Problem = {
  readonly [Field in keyof DefinitionProblem]: DefinitionProblem[Field] | null;
};

/** What `error` says, each mistake of a definition by itself. */
export function problemsOf(error: SyncerError): readonly Problem[] {
  if (error instanceof DefinitionError) return error.problems;
  const { message, hint } = error;
  return [{ file: null, line: null, column: null, message, hint }];
}
