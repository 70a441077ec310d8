import { Writable } from 'node:stream';
import { vi } from 'vitest';
import { main } from '../../../lib/cli/main.ts';
import type { CliResult } from '../../support/cli-process.ts';
import type { Variables } from '../../support/workplace.ts';

/** Keeps what is written to it. */
class Captured extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, written: () => void): void {
    this.text += chunk.toString();
    written();
  }
}

export interface RunCommandOptions {
  /** Where relative paths begin. */
  readonly folder: string;
  /** All of the environment. */
  readonly env: Variables;
}

/**
 * Runs a command line to its end within this process, which is several times as fast as in one of its own;
 * that they are the same is for `test/e2e` to know. One run at a time, since folder and variables are the process's.
 */
export async function runCommand(
  args: readonly string[],
  { folder, env }: RunCommandOptions,
): Promise<CliResult> {
  const before = process.cwd();
  const [stdout, stderr] = [new Captured(), new Captured()];
  process.chdir(folder);
  // Commander looks variables of options up for itself.
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    const exitCode = await main({
      argv: ['node', 'image-syncer', ...args],
      env,
      stdout: asOutput(stdout),
      stderr: asOutput(stderr),
    });
    return { exitCode, stdout: stdout.text, stderr: stderr.text };
  } finally {
    vi.unstubAllEnvs();
    process.chdir(before);
  }
}

/** What a terminal has besides is asked for only where it is one. */
function asOutput(stream: Writable): NodeJS.WriteStream {
  return stream as Partial<NodeJS.WriteStream> as NodeJS.WriteStream;
}
