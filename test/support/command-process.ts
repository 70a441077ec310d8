import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** What a run of the command line left behind. */
export interface CommandResult {
  /** `null` where a signal ended the process. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly folder: string;
  /** All of the environment: nothing of this process's own is handed on. */
  readonly env: Readonly<Record<string, string>>;
}

/** A run of the command at a path, bundled as it is published, in a process of its own. */
export class CommandProcess {
  /** Resolves, whatever the exit code, when the process is gone and its output was read. */
  readonly result: Promise<CommandResult>;
  /** Resolves when it first says something on stderr, never where it says nothing. */
  readonly firstWords: Promise<unknown>;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  #stdout = '';
  #stderr = '';

  constructor(command: string, args: readonly string[], { folder, env }: CommandOptions) {
    this.#child = spawn(process.execPath, [command, ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.firstWords = once(this.#child.stderr, 'data');
    this.result = this.#untilClosed();
  }

  /** Does nothing to a process that has ended. */
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async #untilClosed(): Promise<CommandResult> {
    await once(this.#child, 'close');
    return { exitCode: this.#child.exitCode, stdout: this.#stdout, stderr: this.#stderr };
  }
}
