import { DefinitionError } from '../definition/errors.ts';
import { SyncerError } from '../errors.ts';
import type { MirrorOptions } from './mirror-options.ts';
import { jsonErrors, type Problem } from './report/json.ts';
import type { Shell } from './shell.ts';

/** Runs `work`; where JSON is wanted, a failure before there is a run is printed as that too, and thrown on. */
export async function printingErrors<T>(
  { output }: Pick<MirrorOptions, 'output'>,
  { stdout }: Shell,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (output === 'json' && error instanceof SyncerError) {
      stdout.write(jsonErrors(problemsOf(error)));
    }
    throw error;
  }
}

/** What has no place in a file is at `null`. */
function problemsOf(error: SyncerError): readonly Problem[] {
  if (error instanceof DefinitionError) return error.problems;
  const { message, hint } = error;
  return [{ file: null, line: null, column: null, message, hint }];
}
