import { CommanderError } from 'commander';
import { DefinitionError } from '../definition/errors.ts';
import { SyncerError } from '../errors.ts';
import { createProgram } from './program.ts';
import { renderDefinitionErrors } from './report/definition-errors.ts';
import { renderFailure } from './report/failure.ts';
import type { Shell } from './shell.ts';

/** Runs the command line of `shell` and resolves to the exit code; reports every failure itself. */
export async function main(shell: Shell): Promise<number> {
  let exitCode = 0;
  const program = createProgram(shell, (code) => {
    exitCode = code;
  });
  for (const command of [program, ...program.commands]) command.exitOverride();
  surviveClosedOutput(shell);
  try {
    await program.parseAsync([...shell.argv]);
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
  if (error instanceof DefinitionError) {
    stderr.write(renderDefinitionErrors(error.problems));
  } else if (error instanceof SyncerError) {
    stderr.write(renderFailure(error));
  } else {
    stderr.write(`image-syncer failed, which is a defect of it:\n${inspected(error)}\n`);
  }
  return 1;
}

function inspected(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
