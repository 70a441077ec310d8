import { spawn } from 'node:child_process';

const MAX_CHARACTERS = 64 * 1024;

export interface GitCall {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export interface GitAnswer {
  /** `null` where git was killed. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs git in `folder`; once `signal` aborts, git and its children are killed. Rejects where it cannot be started. */
export function runGit(
  folder: string,
  args: readonly string[],
  { env, signal }: GitCall,
): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const git = spawn('git', ['-C', folder, ...args], {
      // A session of its own has no terminal to ask at, and is a group that is killed as a whole:
      // ssh and git-remote-https outlive git.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
    });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      git[name].setEncoding('utf8').on('data', (text: string) => {
        said[name] = (said[name] + text).slice(-MAX_CHARACTERS);
      });
    }
    const kill = () => killGroup(git.pid);
    signal.addEventListener('abort', kill, { once: true });
    if (signal.aborted) kill();
    git.once('error', reject);
    git.once('close', (status) => resolve({ status, ...said }));
    git.once('close', () => signal.removeEventListener('abort', kill));
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended by itself.
  }
}
