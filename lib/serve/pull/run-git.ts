import { spawn } from 'node:child_process';

/** Nothing may be asked for: nobody is there to answer. English, as failures are known by their words. */
const UNATTENDED = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: 'true',
  SSH_ASKPASS: 'true',
  GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
  LC_ALL: 'C',
} as const;

const MAX_CHARACTERS = 64 * 1024;

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
  signal: AbortSignal,
): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const git = spawn('git', ['-C', folder, ...args], {
      // A group of its own, which is killed as a whole: ssh and git-remote-https outlive git.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...UNATTENDED },
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
