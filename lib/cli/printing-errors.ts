import { SyncerError } from '../errors.ts';
import type { OutputOptions } from './options/command-options.ts';
import { jsonErrors } from './report/json.ts';
import { type Problem, problemsOf } from './report/problem.ts';
import type { Shell } from './shell.ts';

/** Runs `work`; where JSON is wanted, a failure before there is a run is printed as that too, and thrown on. */
export async function printingErrors<T>(
  { output }: OutputOptions,
  { stdout }: Pick<Shell, 'stdout'>,
  work: () => Promise<T>,
  print: (problems: readonly Problem[]) => string = jsonErrors,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (output === 'json' && error instanceof SyncerError) {
      stdout.write(print(problemsOf(error)));
    }
    throw error;
  }
}
