import { SyncerError } from '../errors.ts';
import type { MirrorOptions } from './mirror-options.ts';
import { jsonErrors } from './report/json.ts';
import { problemsOf } from './report/problem.ts';
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
