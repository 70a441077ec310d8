import type { Command } from 'commander';
import type { DefinitionOptions } from './command-options.ts';
import { type PlatformWords, selectorsOf } from './platform-words.ts';

/** What may be written in several ways, as commander hands it over. */
export interface OtherSpellings extends PlatformWords {
  readonly r?: number | string;
  readonly images?: string;
  readonly config?: string;
  readonly registry?: string;
  readonly namespace?: string;
}

/** What those ways come to. */
export interface Settled extends Partial<Pick<DefinitionOptions, SettledName>> {
  readonly retries?: number;
}

type SettledName =
  | 'imagesFile'
  | 'targetRepoPrefix'
  | 'platforms'
  | 'defaultRegistry'
  | 'defaultNamespace';

/** `options` of `command` with each of them by one name; ends with a complaint where the images are named twice. */
export function settledOptions<Options>(
  options: Options & OtherSpellings,
  command: Command,
): Options & Settled {
  refuseSeveralFiles(command);
  const { r, images, config, registry, namespace } = options;
  const imagesFile = images ?? config;
  const platforms = selectorsOf(options);
  return {
    ...options,
    ...(imagesFile !== undefined && { imagesFile }),
    ...(typeof r === 'number' && { retries: r }),
    ...(typeof r === 'string' && { targetRepoPrefix: r }),
    ...(platforms && { platforms }),
    ...(registry && { defaultRegistry: registry }),
    ...(namespace && { defaultNamespace: namespace }),
  };
}

/** A variable or the default counts for nothing beside a flag. */
function refuseSeveralFiles(command: Command): void {
  const flags = ['imagesFile', 'images', 'config'].filter(
    (key) => command.getOptionValueSource(key) === 'cli',
  );
  if (flags.length > 1) {
    command.error('error: --images-file, --images and --config are one option: write one of them');
  }
}
