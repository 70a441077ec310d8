import { SyncerError } from '../errors.ts';
import { jsonErrors } from './report/json.ts';
import { type Problem, problemsOf } from './report/problem.ts';
import type { AnsweringShell } from './shell.ts';

/** Runs `work`; where JSON is wanted, a failure before there is a run is printed as that too, and thrown on. */
export async function printingErrors<T>(
  { output }: { readonly output: string },
  { stdout }: AnsweringShell,
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
