import { printDefinition } from '../definition/print-definition.ts';
import { counted } from '../wording/outcome-words.ts';
import type { DefinitionOptions } from './options/command-options.ts';
import { readDefinition } from './read-definition.ts';
import { renderDefinitionWarnings } from './report/definition-errors.ts';
import type { Shell } from './shell.ts';

/** Which file is meant, and what shall be said in its place. */
export type ConvertCommandOptions = DefinitionOptions;

/** Prints a file of any accepted format in the native one; resolves to the exit code. */
export async function convertCommand(
  options: ConvertCommandOptions,
  { env, stdout, stderr }: Shell,
): Promise<number> {
  const definition = await readDefinition({ ...options, expandCredentials: false }, { env });
  const { text, secrets } = printDefinition(definition);
  stderr.write(renderDefinitionWarnings(definition.warnings));
  stdout.write(text);
  if (secrets > 0) stderr.write(secretsWarning(secrets));
  return 0;
}

function secretsWarning(secrets: number): string {
  const hint = 'write them as variables, such as $HUB_TOKEN';
  return `warning: the output holds ${counted(secrets, 'password or token')} in plain text\n  hint: ${hint}\n`;
}
