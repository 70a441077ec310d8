import type { MirrorOptions } from './mirror-options.ts';
import { printingErrors } from './printing-errors.ts';
import { readDefinition } from './read-definition.ts';
import { jsonErrors } from './report/json.ts';
import type { Shell } from './shell.ts';

/** The options that say which definition is meant and how the answer is printed. */
export type ValidateCommandOptions = Pick<
  MirrorOptions,
  'imagesFile' | 'targetRepoPrefix' | 'output'
>;

/** Reads the definition, asks no registry, and says what it found; resolves to the exit code. */
export async function validateCommand(
  options: ValidateCommandOptions,
  shell: Shell,
): Promise<number> {
  const read = () => readDefinition(options, shell);
  const { images } = await printingErrors(options, shell, read);
  const found = `${images.length} ${images.length === 1 ? 'image' : 'images'}, no mistakes`;
  shell.stdout.write(
    options.output === 'json' ? jsonErrors([]) : `${options.imagesFile}: ${found}\n`,
  );
  return 0;
}
