import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PullError } from './pull-error.ts';
import { type GitAnswer, runGit } from './run-git.ts';

export interface PullOptions {
  readonly signal: AbortSignal;
  /** Default: two minutes. */
  readonly timeoutMs?: number;
}

/**
 * Brings the working copy that `file` lies in up to its remote branch, if that takes no merge.
 * Links are followed first. Throws `PullError`; an abort rejects with `signal.reason`.
 */
export async function pullWorkingCopy(
  file: string,
  { signal, timeoutMs = 120_000 }: PullOptions,
): Promise<void> {
  signal.throwIfAborted();
  const folder = dirname(await realpath(file).catch(() => file));
  const timeout = AbortSignal.timeout(timeoutMs);
  const ask = async (at: string, args: readonly string[]): Promise<string> => {
    const answer = await runGit(at, args, AbortSignal.any([signal, timeout])).catch(unstarted);
    signal.throwIfAborted();
    if (answer.status === 0) return answer.stdout.replace(/\n$/, '');
    if (timeout.aborted) throw new PullError(at, `git took longer than ${timeoutMs / 1000} s`);
    throw new PullError(at, answer.stderr || `git ended with ${answer.status}`);
  };
  const top = await ask(folder, ['rev-parse', '--show-toplevel']);
  await ask(top, ['pull', '--ff-only', '--quiet']);
}

function unstarted(error: unknown): GitAnswer {
  return { status: null, stdout: '', stderr: String(error) };
}
