import type { Definition } from '../definition/definition.ts';
import { type DefinitionFileOptions, readDefinitionFile } from '../local/definition-file.ts';
import type { DefinitionOptions } from './options/command-options.ts';
import type { Shell } from './shell.ts';

type ReadingOptions = Omit<DefinitionOptions, 'imagesFile'> &
  Pick<DefinitionFileOptions, 'expandCredentials'>;

/** Reads the definition that the options name, with what they say in its place; throws `DefinitionError`. */
export function readDefinition(
  { imagesFile, ...options }: ReadingOptions & Pick<DefinitionOptions, 'imagesFile'>,
  shell: Pick<Shell, 'env'>,
): Promise<Definition> {
  return readDefinitionFile(imagesFile, definitionFileOptions(options, shell));
}

/** What a definition is read with that command lines have a say in. */
export function definitionFileOptions(
  options: ReadingOptions,
  { env }: Pick<Shell, 'env'>,
): DefinitionFileOptions {
  const { auth, targetRepoPrefix, expandCredentials } = options;
  const { libraryNames, onConflict, platforms, defaultRegistry, defaultNamespace } = options;
  return {
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
  };
}
