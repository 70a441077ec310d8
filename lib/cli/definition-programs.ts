import { Command } from 'commander';
import type { ConvertCommandOptions } from './convert-command.ts';
import type { LoginCheckCommandOptions } from './login-check-command.ts';
import { addAuthFile, addTargetCredentials } from './options/credential-options.ts';
import { addImagesFile, addSelection } from './options/definition-options.ts';
import { addOldOptions } from './options/old-options.ts';
import { addConnection, addDebug, outputOption } from './options/run-options.ts';
import { actionOf, type ProgramContext } from './program-context.ts';
import type { ValidateCommandOptions } from './validate-command.ts';

// Commands are loaded when they are asked for: the program answers for itself without them.

/** `validate`. */
export function validateProgram(context: ProgramContext): Command {
  const validate = new Command('validate').description('check the file without asking a registry');
  addImagesFile(validate).addOption(outputOption());
  return addOldOptions(addAuthFile(addSelection(validate))).action(
    actionOf<ValidateCommandOptions>(async (options, shell) => {
      const { validateCommand } = await import('./commands.ts');
      return await validateCommand(options, shell);
    }, context),
  );
}

/** `convert`. */
export function convertProgram(context: ProgramContext): Command {
  const convert = new Command('convert').description(
    'print a file of any image-syncer as images.yaml',
  );
  return addOldOptions(addAuthFile(addSelection(addImagesFile(convert)))).action(
    actionOf<ConvertCommandOptions>(async (options, shell) => {
      const { convertCommand } = await import('./commands.ts');
      return await convertCommand(options, shell);
    }, context),
  );
}

/** `login-check`. */
export function loginCheckProgram(context: ProgramContext): Command {
  const check = new Command('login-check').description(
    'tell which credentials each registry gets and whether they work',
  );
  addDebug(addConnection(addImagesFile(check).addOption(outputOption())));
  addTargetCredentials(addAuthFile(addSelection(check)));
  return addOldOptions(check).action(
    actionOf<LoginCheckCommandOptions>(async (options, shell) => {
      const { loginCheckCommand } = await import('./commands.ts');
      return await loginCheckCommand(options, shell);
    }, context),
  );
}

/** `schema`. */
export function schemaProgram({ shell: { stdout }, finish }: ProgramContext): Command {
  return new Command('schema')
    .description('print the JSON Schema of images.yaml, for editors')
    .action(async () => {
      const { definitionJsonSchema } = await import('./commands.ts');
      stdout.write(`${JSON.stringify(definitionJsonSchema(), null, 2)}\n`);
      finish(0);
    });
}
