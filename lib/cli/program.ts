import { Command } from 'commander';
import packageFile from '../../package.json' with { type: 'json' };
import {
  convertProgram,
  loginCheckProgram,
  schemaProgram,
  validateProgram,
} from './definition-programs.ts';
import { helpConfiguration } from './help.ts';
import { auditProgram, retryProgram, statusProgram } from './ledger-programs.ts';
import { copyProgram, planProgram, syncProgram } from './mirror-programs.ts';
import { wholeNumber } from './options/option-parsers.ts';
import type { ProgramContext } from './program-context.ts';
import type { RegistryCommandOptions } from './registry-command.ts';
import { renderUsageError } from './report/usage-error.ts';
import { serveProgram } from './service-programs.ts';

const EXAMPLES = `
Examples:
  $ image-syncer -i images.yaml                    make the targets what images.yaml says
  $ image-syncer plan -i images.yaml               say what that would do, and write nothing
  $ image-syncer copy busybox:1.36 registry.example/busybox
                                                   copy one image
  $ image-syncer serve -i images.yaml              do that whenever it changes, and show how things stand
  $ image-syncer validate -i images.yaml           check the file without asking a registry
  $ image-syncer convert --auth auth.json --images images.json > images.yaml
                                                   write two files of Aliyun's as one of ours
  $ image-syncer status --ledger .image-syncer/ledger.db --failing
                                                   tell which images are not in place
  $ image-syncer audit --ledger .image-syncer/ledger.db --strict
                                                   find what the definition does not explain
  $ image-syncer --output json > report.json       leave a report for another program
  $ image-syncer registry --port 5000              serve a registry on this machine to try things out

Exit codes: 0 all is in place, 1 a conflict, a failure or a mistake in the definition, or
what audit --strict finds, 2 something would change (plan --detailed-exitcode), 130 interrupted.`;

/** The command line; its commands are done when `context.finish` is called. */
export function createProgram(context: ProgramContext): Command {
  const program = new Command('image-syncer')
    .description(packageFile.description)
    .version(packageFile.version)
    .configureHelp(helpConfiguration)
    .configureOutput({ outputError: (text) => context.shell.stderr.write(renderUsageError(text)) })
    .addHelpText('after', EXAMPLES);
  const commands = [
    syncProgram(context),
    planProgram(context),
    copyProgram(context),
    validateProgram(context),
    convertProgram(context),
    loginCheckProgram(context),
    statusProgram(context),
    retryProgram(context),
    auditProgram(context),
    serveProgram(context),
    schemaProgram(context),
    registryProgram(context),
  ];
  return commands.reduce(
    (added, command) => added.addCommand(command.copyInheritedSettings(program)),
    program,
  );
}

/** What answers for itself, without a command. */
const PROGRAM_FLAGS: readonly string[] = ['-h', '--help', '-V', '--version'];

/**
 * Puts `sync`, the default, before options without a command. A default of commander's would be
 * handed every word that is no command too, and could not say what is wrong with it.
 */
export function withCommand(words: readonly string[]): readonly string[] {
  const [first] = words;
  const hasCommand = first !== undefined && !first.startsWith('-');
  return hasCommand || PROGRAM_FLAGS.includes(first ?? '') ? words : ['sync', ...words];
}

function registryProgram({ shell, finish }: ProgramContext): Command {
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
      const { registryCommand } = await import('./registry-command.ts');
      finish(await registryCommand(options, shell));
    });
}
