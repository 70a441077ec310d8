import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CloudClock } from './cloud-clock.ts';

export interface ChildProgramOptions {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly clock: CloudClock;
}

/** Without it, every process compiles the same files again. */
const COMPILE_CACHE = join(import.meta.dirname, '../../../node_modules/.cache/compile');

/** Starts `file` of this folder in a process on the cloud's clock; resolves with its first message. */
export async function startChild(
  file: string,
  { args, env, clock }: ChildProgramOptions,
): Promise<{ readonly child: ChildProcess; readonly ready: unknown }> {
  const child = fork(join(import.meta.dirname, file), args, {
    ...clock.forkOptions({ NODE_COMPILE_CACHE: COMPILE_CACHE, ...env }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4096);
  });
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${file} ended with ${code} before it was ready: ${complaints}`);
    }),
  ]);
  clock.follow(child);
  return { child, ready: message };
}

/** Ends it at once, as a machine that fails does. */
export async function killChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
