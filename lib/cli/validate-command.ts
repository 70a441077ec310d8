import type { ImageEntry } from '../definition/definition.ts';
import { counted } from '../wording/outcome-words.ts';
import type { DefinitionOptions, OutputOptions } from './options/command-options.ts';
import { printingErrors } from './printing-errors.ts';
import { readDefinition } from './read-definition.ts';
import { renderDefinitionWarnings } from './report/definition-errors.ts';
import { jsonErrors } from './report/json.ts';
import type { Shell } from './shell.ts';

/** Which file is meant and how the answer is printed. */
export type ValidateCommandOptions = DefinitionOptions & OutputOptions;

/** Reads the file, asks no registry, and says what it found; resolves to the exit code. */
export async function validateCommand(
  options: ValidateCommandOptions,
  shell: Shell,
): Promise<number> {
  const read = () => readDefinition(options, shell);
  const { images, warnings } = await printingErrors(options, shell, read);
  shell.stderr.write(renderDefinitionWarnings(warnings));
  const sentence = `${options.imagesFile}: ${found(images)}, no mistakes\n`;
  shell.stdout.write(options.output === 'json' ? jsonErrors([]) : sentence);
  return 0;
}

/** Images by name, and entries of which it is open until a run how many images they are. */
function found(images: readonly ImageEntry[]): string {
  const selections = images.filter(({ kind }) => kind === 'selected').length;
  const named = images.length - selections;
  return [
    ...(named === 0 ? [] : [counted(named, 'image')]),
    ...(selections === 0 ? [] : [counted(selections, 'selection')]),
  ].join(' and ');
}
