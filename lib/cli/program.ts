import { Command } from 'commander';
import packageFile from '../../package.json' with { type: 'json' };
import { definitionJsonSchema } from '../definition/json-schema.ts';
import {
  addDryRun,
  addImagesFile,
  addRunOptions,
  addTargetOptions,
  outputOption,
} from './mirror-options.ts';
import { wholeNumber } from './option-parsers.ts';
import type { RegistryCommandOptions } from './registry-command.ts';
import type { Shell } from './shell.ts';
import { type SyncCommandOptions, syncCommand } from './sync-command.ts';
import { type ValidateCommandOptions, validateCommand } from './validate-command.ts';

const EXAMPLES = `
Examples:
  $ image-syncer -i images.yaml                    make the targets what images.yaml says
  $ image-syncer plan -i images.yaml               say what that would do, and write nothing
  $ image-syncer validate -i images.yaml           check the file without asking a registry
  $ image-syncer --output json > report.json       leave a report for another program
  $ image-syncer registry --port 5000              serve a registry on this machine to try things out

Exit codes: 0 all is in place, 1 a conflict, a failure or a mistake in the definition,
2 something would change (plan --detailed-exitcode), 130 interrupted.`;

/** The command line; `finish` receives the exit code of the command that ran. */
export function createProgram(shell: Shell, finish: (exitCode: number) => void): Command {
  const program = new Command('image-syncer')
    .description(packageFile.description)
    .version(packageFile.version)
    .enablePositionalOptions()
    .addHelpText('after', EXAMPLES);

  const sync = new Command('sync').description('copy what is missing at the targets (the default)');
  addDryRun(addRunOptions(addTargetOptions(addImagesFile(sync)))).action(
    async (options: SyncCommandOptions & ShortPrefix) =>
      finish(await syncCommand(withShortPrefix(options), shell)),
  );

  const plan = new Command('plan').description('say what sync would do, and write nothing');
  addRunOptions(addTargetOptions(addImagesFile(plan)))
    .option('--detailed-exitcode', 'exit 2 when something would change', false)
    .action(async (options: SyncCommandOptions & ShortPrefix) =>
      finish(await syncCommand({ ...withShortPrefix(options), dryRun: true }, shell)),
    );

  return program
    .addCommand(sync, { isDefault: true })
    .addCommand(plan)
    .addCommand(validateProgram(shell, finish))
    .addCommand(schemaProgram(shell, finish))
    .addCommand(registryProgram(shell, finish));
}

function validateProgram(shell: Shell, finish: (exitCode: number) => void): Command {
  const validate = new Command('validate').description(
    'check the definition without asking a registry',
  );
  return addTargetOptions(addImagesFile(validate))
    .addOption(outputOption())
    .action(async (options: ValidateCommandOptions & ShortPrefix) =>
      finish(await validateCommand(withShortPrefix(options), shell)),
    );
}

function schemaProgram({ stdout }: Shell, finish: (exitCode: number) => void): Command {
  return new Command('schema')
    .description('print the JSON Schema of images.yaml, for editors')
    .action(() => {
      stdout.write(`${JSON.stringify(definitionJsonSchema(), null, 2)}\n`);
      finish(0);
    });
}

function registryProgram(shell: Shell, finish: (exitCode: number) => void): Command {
  return new Command('registry')
    .description('serve a small registry on loopback, to try things out')
    .option(
      '--port <number>',
      'port to listen on, 0 for any that is free',
      wholeNumber(0, 65_535),
      5000,
    )
    .option('--folder <path>', 'keep content in this folder, as OCI image layouts')
    .action(async (options: RegistryCommandOptions) => {
      // Loaded when it is asked for, since every other command would start later for it.
      const { registryCommand } = await import('./registry-command.ts');
      finish(await registryCommand(options, shell));
    });
}

interface ShortPrefix {
  readonly r?: number | string;
}

function withShortPrefix<Options>({
  r,
  ...options
}: Options & ShortPrefix): Omit<Options & ShortPrefix, 'r'> {
  if (r === undefined) return options;
  return typeof r === 'number' ? { ...options, retries: r } : { ...options, targetRepoPrefix: r };
}
