import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { inject } from 'vitest';

/** What a run of the command line left behind. */
export interface CliResult {
  /** `null` where a signal ended the process. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcessOptions {
  readonly folder: string;
  /** All of the environment: nothing of this process's own is handed on. */
  readonly env: Readonly<Record<string, string>>;
}

/** A run of the built command in a process of its own, by the Node that runs the tests. */
export class CliProcess {
  /** Resolves, whatever the exit code, when the process is gone and its output was read. */
  readonly result: Promise<CliResult>;
  /** Resolves when it first says something on stderr, never where it says nothing. */
  readonly firstWords: Promise<unknown>;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  #stdout = '';
  #stderr = '';

  constructor(args: readonly string[], { folder, env }: CliProcessOptions) {
    this.#child = spawn(process.execPath, [inject('command'), ...args], {
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

  async #untilClosed(): Promise<CliResult> {
    await once(this.#child, 'close');
    return { exitCode: this.#child.exitCode, stdout: this.#stdout, stderr: this.#stderr };
  }
}
