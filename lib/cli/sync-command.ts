import type { DefinitionOptions, RunOptions } from './options/command-options.ts';
import { readDefinition } from './read-definition.ts';
import { runCommand } from './run-command.ts';
import type { Shell } from './shell.ts';

/** What `sync` and `plan` are told. */
export type SyncCommandOptions = DefinitionOptions & RunOptions;

/** One pass over the images of a file; resolves to the exit code. */
export function syncCommand(options: SyncCommandOptions, shell: Shell): Promise<number> {
  return runCommand(options, shell, () => readDefinition(options, shell));
}
