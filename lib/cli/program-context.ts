import type { Command } from 'commander';
import { deprecations } from './options/old-options.ts';
import { type OtherSpellings, type Settled, settledOptions } from './options/settled-options.ts';
import type { Shell } from './shell.ts';

/** What a command has of the program that it belongs to. */
export interface ProgramContext {
  readonly shell: Shell;
  /** Receives the exit code of the command that ran. */
  readonly finish: (exitCode: number) => void;
}

/** The action of a command: `run` with its options by one name each, after notices of those that have had their day. */
export function actionOf<Options>(
  run: (options: Options & Settled, shell: Shell) => Promise<number>,
  { shell, finish }: ProgramContext,
): (options: Options & OtherSpellings, command: Command) => Promise<void> {
  return async (options, command) => {
    for (const notice of deprecations(command)) shell.stderr.write(`warning: ${notice}\n`);
    finish(await run(settledOptions(options, command), shell));
  };
}
