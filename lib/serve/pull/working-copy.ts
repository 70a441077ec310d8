import { gitEnvironment, unattendedSsh } from './git-environment.ts';
import { PullError } from './pull-error.ts';
import { type GitAnswer, type GitCall, runGit } from './run-git.ts';

/** A folder in a working copy, and git as it is to run there. */
export class WorkingCopy {
  readonly #folder: string;
  readonly #call: GitCall;

  constructor(folder: string, { env, signal }: GitCall) {
    this.#folder = folder;
    this.#call = { env: gitEnvironment(env), signal };
  }

  /** Goes forward to the remote branch, if that takes no merge. Throws `PullError`; `signal` ends it with one, too. */
  async pull(): Promise<void> {
    const top = this.#succeeded(await this.#git(['rev-parse', '--show-toplevel']));
    const { env } = this.#call;
    // Ends with 1 where it is not set.
    const configured = await this.#git(['config', '--get', 'core.sshCommand']);
    const ssh = unattendedSsh(env, configured.status === 0);
    const pull = ['-C', top.stdout.replace(/\n$/, ''), 'pull', '--ff-only', '--quiet'];
    this.#succeeded(await this.#git(pull, ssh));
  }

  async #git(args: readonly string[], ssh: GitCall['env'] = {}): Promise<GitAnswer> {
    const { env, signal } = this.#call;
    try {
      return await runGit(this.#folder, args, { env: { ...env, ...ssh }, signal });
    } catch (error) {
      throw new PullError(this.#folder, String(error));
    }
  }

  #succeeded(answer: GitAnswer): GitAnswer {
    const { status, stderr } = answer;
    if (status === 0) return answer;
    throw new PullError(this.#folder, stderr || `git ended with ${status}`);
  }
}
