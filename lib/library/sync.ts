import type { Definition } from '../definition/definition.ts';
import type { DefinitionProblem } from '../definition/errors.ts';
import { parseDefinition } from '../definition/parse.ts';
import { readDefinitionFile } from '../local/definition-file.ts';
import type { RunReport } from '../mirror/run.ts';
import type { RunOptions } from './options.ts';
import { runDefinition } from './run-definition.ts';

/** A definition in any format that the command line takes: a file by its path, or its text. */
export type DefinitionSource =
  | { readonly file: string; readonly text?: never }
  | { readonly text: string; readonly file?: never };

/** How a definition is read and its images are brought to their targets. */
export type SyncOptions = DefinitionSource &
  RunOptions & {
    /** Takes the place of the definition's own. */
    readonly targetRepoPrefix?: string;
  };

/** A run that has ended, with what is legal in its definition but hardly meant. */
export interface SyncReport extends RunReport {
  readonly warnings: readonly DefinitionProblem[];
}

/** How a definition is read and compared with what is there. */
export type PlanOptions = SyncOptions & {
  /** Whether manifests are read to tell the bytes of what would be copied. Default: true. */
  readonly estimateBytes?: boolean;
};

/**
 * Makes the targets of a definition what it says. Resolves to the report of the run, in which each image
 * has an outcome, failures and conflicts included; an abort ends it early, and what was not finished
 * has failed with `INTERRUPTED`. Rejects where nothing began: with `DefinitionError`, for example.
 */
export async function sync(options: SyncOptions): Promise<SyncReport> {
  return await run(options, false);
}

/** Says what {@link sync} would come to, and writes nothing: neither to a registry nor to the ledger. */
export async function plan(options: PlanOptions): Promise<SyncReport> {
  return await run(options, true);
}

async function run(options: PlanOptions, dryRun: boolean): Promise<SyncReport> {
  const definition = await define(options);
  const report = await runDefinition(definition, { ...options, dryRun });
  return { ...report, warnings: definition.warnings };
}

async function define(options: SyncOptions): Promise<Definition> {
  const { environment = process.env, targetRepoPrefix } = options;
  const reading = { environment, ...(targetRepoPrefix !== undefined && { targetRepoPrefix }) };
  return options.file !== undefined
    ? await readDefinitionFile(options.file, reading)
    : parseDefinition(options.text, { ...reading, file: 'the definition' });
}
