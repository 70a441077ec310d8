import { inject } from 'vitest';
import { type CommandOptions, CommandProcess, type CommandResult } from './command-process.ts';

export type CliResult = CommandResult;

/** A run of the command that was built for the tests. */
export class CliProcess extends CommandProcess {
  constructor(args: readonly string[], options: CommandOptions) {
    super(inject('command'), args, options);
  }
}
