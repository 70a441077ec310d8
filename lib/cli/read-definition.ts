import type { Definition } from '../definition/definition.ts';
import { DefinitionError } from '../definition/errors.ts';
import { readDefinitionFile } from '../local/definition-file.ts';
import type { MirrorOptions } from './mirror-options.ts';
import { renderDefinitionWarnings } from './report/definition-errors.ts';
import { jsonDefinitionErrors } from './report/json.ts';
import type { Shell } from './shell.ts';

/** Reads the definition that the options name and shows its warnings; where JSON is wanted, its mistakes are printed as that. */
export async function readDefinition(
  {
    imagesFile,
    targetRepoPrefix,
    output,
  }: Pick<MirrorOptions, 'imagesFile' | 'targetRepoPrefix' | 'output'>,
  { env, stdout, stderr }: Shell,
): Promise<Definition> {
  try {
    const definition = await readDefinitionFile(imagesFile, {
      environment: env,
      ...(targetRepoPrefix && { targetRepoPrefix }),
    });
    stderr.write(renderDefinitionWarnings(definition.warnings));
    return definition;
  } catch (error) {
    if (output === 'json' && error instanceof DefinitionError) {
      stdout.write(jsonDefinitionErrors(error.problems));
    }
    throw error;
  }
}
