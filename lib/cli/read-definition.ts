import type { Definition } from '../definition/definition.ts';
import { readDefinitionFile } from '../local/definition-file.ts';
import type { MirrorOptions } from './mirror-options.ts';
import { renderDefinitionWarnings } from './report/definition-errors.ts';
import type { Shell } from './shell.ts';

/** Reads the definition that the options name and shows its warnings; throws `DefinitionError`. */
export async function readDefinition(
  { imagesFile, targetRepoPrefix }: Pick<MirrorOptions, 'imagesFile' | 'targetRepoPrefix'>,
  { env, stderr }: Shell,
): Promise<Definition> {
  const definition = await readDefinitionFile(imagesFile, {
    environment: env,
    ...(targetRepoPrefix && { targetRepoPrefix }),
  });
  stderr.write(renderDefinitionWarnings(definition.warnings));
  return definition;
}
