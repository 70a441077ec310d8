import { readingLedger } from './ledger-home.ts';
import type { DefinitionOptions, RunOptions } from './options/command-options.ts';
import { printingErrors } from './printing-errors.ts';
import { readDefinition } from './read-definition.ts';
import { runCommand } from './run-command.ts';
import type { Shell } from './shell.ts';

/** What `retry` is told where the ledger is a file. */
export type RetryCommandOptions = DefinitionOptions & Omit<RunOptions, 'dryRun' | 'onlyFailing'>;

/** One pass over the images of a file that are failing in the ledger, which has to be there; resolves to the exit code. */
export async function retryCommand(options: RetryCommandOptions, shell: Shell): Promise<number> {
  const { ledger } = options;
  await printingErrors(options, shell, () => readingLedger({ ledger }, async () => {}));
  const run = { ...options, dryRun: false, onlyFailing: true };
  return await runCommand(run, shell, () => readDefinition(options, shell));
}
