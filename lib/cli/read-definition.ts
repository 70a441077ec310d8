import type { Definition } from '../definition/definition.ts';
import { type DefinitionFileOptions, readDefinitionFile } from '../local/definition-file.ts';
import type { DefinitionOptions } from './options/command-options.ts';
import type { Shell } from './shell.ts';

/** Reads the definition that the options name, with what they say in its place; throws `DefinitionError`. */
export function readDefinition(
  { imagesFile, ...options }: DefinitionOptions & Pick<DefinitionFileOptions, 'expandCredentials'>,
  { env }: Pick<Shell, 'env'>,
): Promise<Definition> {
  const { auth, targetRepoPrefix, expandCredentials } = options;
  const { libraryNames, onConflict, platforms, defaultRegistry, defaultNamespace } = options;
  return readDefinitionFile(imagesFile, {
    environment: env,
    ...(auth !== undefined && { authFile: auth }),
    // A variable without a value is no prefix.
    ...(targetRepoPrefix && { targetRepoPrefix }),
    ...(libraryNames !== undefined && { libraryNames }),
    ...(onConflict && { onConflict }),
    ...(platforms && { platforms }),
    ...(defaultRegistry !== undefined && { defaultRegistry }),
    ...(defaultNamespace !== undefined && { defaultNamespace }),
    ...(expandCredentials !== undefined && { expandCredentials }),
  });
}
