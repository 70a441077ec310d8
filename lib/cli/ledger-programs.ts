import { Command, Option } from 'commander';
import type { AuditCommandOptions } from './audit-command.ts';
import type { LedgerHome } from './ledger-home.ts';
import { addAuthFile, addTargetCredentials } from './options/credential-options.ts';
import { addImagesFile, addSelection } from './options/definition-options.ts';
import { nonEmpty } from './options/option-parsers.ts';
import {
  addConnection,
  addDebug,
  addLog,
  addRunOptions,
  addWorkers,
  outputOption,
} from './options/run-options.ts';
import { addTransfers } from './options/transfer-options.ts';
import { actionOf, type ProgramContext } from './program-context.ts';
import type { RetryCommandOptions } from './retry-command.ts';
import type { StatusCommandOptions } from './status-command.ts';

// Commands are loaded when they are asked for: the program answers for itself without them.

const CHOICES = ['failing', 'image', 'run', 'runs'];

/** `status`. */
export function statusProgram(context: ProgramContext): Command {
  const status = new Command('status').description('tell what was recorded of runs and images');
  addHome(status)
    .optionsGroup('What to tell, instead of how things stand:')
    .addOption(choice('--failing', 'images that conflict, were skipped or failed when last seen'))
    .addOption(choice('--image <target>', 'an image and how its source moved').argParser(nonEmpty))
    .addOption(choice('--run <id>', 'a run and its images').argParser(nonEmpty))
    .addOption(choice('--runs', 'the last runs'))
    .addOption(
      new Option('-o, --output <format>', 'what standard output gets')
        .choices(['table', 'json'])
        .default('table'),
    );
  return status.action(async (options: StatusCommandOptions, command: Command) => {
    requireHome(command);
    const run = actionOf<StatusCommandOptions>(async (settled, shell) => {
      const { statusCommand } = await import('./commands.ts');
      return await statusCommand(settled, shell);
    }, context);
    await run(options, command);
  });
}

/** `retry`. */
export function retryProgram(context: ProgramContext): Command {
  const retry = new Command('retry').description('sync again what is failing');
  retry.requiredOption('--failing', 'images that conflict, were skipped or failed when last seen');
  addRunOptions(addImagesFile(addHome(retry).optionsGroup('How it is done on this host:')));
  addLog(addTransfers(addTargetCredentials(addAuthFile(addSelection(retry)))));
  return retry.action(async (options: RetryCommandOptions & LedgerHome, command: Command) => {
    requireHome(command);
    if (options.table !== undefined) refuseBesideTable(command);
    const run = actionOf<RetryCommandOptions & LedgerHome>(async ({ table, ...settled }, shell) => {
      if (table === undefined) {
        const { retryCommand } = await import('./commands.ts');
        return await retryCommand(settled, shell);
      }
      const { retryTableCommand } = await import('./retry-table-command.ts');
      return await retryTableCommand({ table, output: settled.output }, shell);
    }, context);
    await run(options, command);
  });
}

/** `audit`. */
export function auditProgram(context: ProgramContext): Command {
  const audit = new Command('audit').description(
    'tell where targets, sources and the record do not agree, and change nothing',
  );
  addHome(addImagesFile(audit)).optionsGroup('How it is told and done:');
  audit.option('--strict', 'exit 1 when anything is found', false).addOption(outputOption());
  addTargetCredentials(addAuthFile(addSelection(addDebug(addConnection(addWorkers(audit))))));
  return audit.action(async (options: AuditCommandOptions, command: Command) => {
    requireHome(command);
    const run = actionOf<AuditCommandOptions>(async (settled, shell) => {
      const { auditCommand } = await import('./commands.ts');
      return await auditCommand(settled, shell);
    }, context);
    await run(options, command);
  });
}

/** What `retry --table` takes. */
const BESIDE_TABLE: readonly string[] = ['table', 'failing', 'output'];

/** Ends with a complaint about options that would change nothing: on AWS, the stack and its own file decide. */
function refuseBesideTable(command: Command): void {
  const idle = command.options.filter((option) => {
    const name = option.attributeName();
    return !BESIDE_TABLE.includes(name) && command.getOptionValueSource(name) === 'cli';
  });
  if (idle.length === 0) return;
  const flags = idle.map(({ flags }) => `'${flags}'`).join(', ');
  command.error(`error: with --table the stack decides what is synced and how: leave out ${flags}`);
}

/** Adds the two places in which a ledger can be. */
function addHome(command: Command): Command {
  return command
    .optionsGroup('Where the record is, one of:')
    .addOption(new Option('--table <name>', 'on AWS, in this table').argParser(nonEmpty))
    .addOption(
      new Option('--ledger <file>', 'on this host, in this file')
        .argParser(nonEmpty)
        .conflicts('table'),
    );
}

/** Ends with a complaint where nobody said in which place. */
function requireHome(command: Command): void {
  const { table, ledger } = command.opts();
  if (table === undefined && ledger === undefined) {
    command.error(
      'error: name the record: --table for a table on AWS, or --ledger for a file such as .image-syncer/ledger.db',
    );
  }
}

/** An option that excludes the others of its kind. */
function choice(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.conflicts(CHOICES.filter((name) => name !== option.attributeName()));
}
