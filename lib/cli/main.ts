import { CommanderError } from 'commander';
import { InterruptedError } from '../mirror/interrupted-error.ts';
import { INTERRUPTED_EXIT_CODE } from './interruption.ts';
import { createProgram, withCommand } from './program.ts';
import { renderError } from './report/failure.ts';
import type { Shell } from './shell.ts';

/** Runs the command line of `shell` and resolves to the exit code; reports every failure itself. */
export async function main(shell: Shell): Promise<number> {
  let exitCode = 0;
  const finish = (code: number) => {
    exitCode = code;
  };
  const program = createProgram({ shell, finish });
  for (const command of [program, ...program.commands]) command.exitOverride();
  surviveClosedOutput(shell);
  try {
    // Before the words are where Node and the script are.
    await program.parseAsync(withCommand(shell.argv.slice(2)), { from: 'user' });
  } catch (error) {
    exitCode = report(error, shell);
  }
  return (await isWritten(shell)) ? exitCode : exitCode || 1;
}

/** Somebody who stops reading, as `head` does, must not end a run in the middle of an upload. */
function surviveClosedOutput({ stdout, stderr }: Shell): void {
  for (const stream of [stdout, stderr]) stream.on('error', () => {});
}

/** Resolves, once it is decided, to whether standard output took everything. */
function isWritten({ stdout }: Shell): Promise<boolean> {
  return new Promise((resolve) => {
    stdout.write('', (error) => resolve(!error));
  });
}

function report(error: unknown, { stderr }: Shell): number {
  // Commander has printed the help, the version or its complaint already.
  if (error instanceof CommanderError) return error.exitCode;
  stderr.write(renderError(error));
  return error instanceof InterruptedError ? INTERRUPTED_EXIT_CODE : 1;
}
