import type { CredentialContext } from '../credentials.ts';
import type { ImageEntry, RegistrySettings } from '../definition.ts';
import { EntryLimit } from '../entry-limit.ts';
import { PREFIX_OPTION, readPrefix } from '../naming/prefix.ts';
import type { LocatedDocument } from '../yaml/located-value.ts';
import { type DefaultOptions, readDefaults } from './defaults.ts';
import { readImage } from './images.ts';
import { warnOfOldKeys } from './old-keys.ts';
import { readRegistries } from './registries.ts';
import { readSections } from './sections.ts';

/** What a native file says. */
export interface NativeFile {
  /** In the order of the file; one target may still stand there twice. */
  readonly images: readonly ImageEntry[];
  readonly registries: ReadonlyMap<string, RegistrySettings>;
  /** The registry of the prefix that targets follow, where there is one. */
  readonly prefixRegistry?: string;
}

/** What a native file is read against. */
export interface NativeContext extends DefaultOptions, Omit<CredentialContext, 'document'> {
  /** From the command line; takes the place of the file's own. */
  readonly targetRepoPrefix?: string;
}

/** Reads a file with a list of `images`; what has a mistake is left out and recorded. */
export function readNativeFile(document: LocatedDocument, options: NativeContext): NativeFile {
  const { findings, targetRepoPrefix } = options;
  const context = { document, findings };
  const sections = readSections(document, findings);
  warnOfOldKeys(sections, context);

  const prefix = readPrefix(fromOption(targetRepoPrefix) ?? sections.targetRepoPrefix, findings);
  const defaults = readDefaults(sections.defaults, options, context);
  const ofImages = { ...context, prefix, defaults, limit: new EntryLimit(findings) };
  return {
    images: sections.images.flatMap((image) => readImage(image, ofImages)),
    registries: readRegistries(sections.registries, { ...options, document }),
    ...(prefix.kind === 'given' && { prefixRegistry: prefix.registry }),
  };
}

function fromOption(text: string | undefined) {
  return text === undefined
    ? undefined
    : { text, place: { file: PREFIX_OPTION, line: 1, column: 1 } };
}
