import { digestOf } from '../oci/digest.ts';
import type { Definition, Environment } from './definition.ts';
import { Findings } from './findings.ts';
import { readImage } from './images.ts';
import { PREFIX_OPTION, readPrefix } from './prefix.ts';
import { readYaml } from './read-yaml.ts';
import type { Written } from './references.ts';
import { readRegistries } from './registries.ts';
import { readSections } from './sections.ts';
import { uniqueEntries } from './unique-entries.ts';

/** What the text of a definition is read with. */
export interface ParseDefinitionOptions {
  /** The name that problems give to the text. */
  readonly file: string;
  /** Where variables in credentials come from. */
  readonly environment: Environment;
  /** From the command line; takes the place of the file's own. */
  readonly targetRepoPrefix?: string;
  /** The longest text that is read, in bytes of UTF-8. Default: 6 MiB. */
  readonly maxBytes?: number;
}

/**
 * Reads images.yaml in the native format.
 *
 * Throws `DefinitionError` with every mistake of the file at once: those of its
 * syntax, or, where that is sound, those of its shape and meaning. No secret
 * value stands in any of them.
 */
export function parseDefinition(text: string, options: ParseDefinitionOptions): Definition {
  const { file, environment, targetRepoPrefix, ...limits } = options;
  const findings = new Findings();
  const document = readYaml(text, { file, findings, ...limits });
  const sections = readSections(document, findings);

  const prefix = readPrefix(fromOption(targetRepoPrefix) ?? sections.targetRepoPrefix, findings);
  const { onConflict } = sections;
  const entries = sections.images.flatMap((image) =>
    readImage(image, { document, findings, prefix, onConflict }),
  );
  const images = uniqueEntries(entries, findings);
  const registries = readRegistries(sections.registries, { document, findings, environment });

  findings.throwIfRefused();
  const version = digestOf(new TextEncoder().encode(text));
  return {
    version,
    images,
    registries,
    ...(prefix.kind === 'given' && { prefixRegistry: prefix.registry }),
    warnings: findings.warnings,
  };
}

function fromOption(text: string | undefined): Written | undefined {
  return text === undefined
    ? undefined
    : { text, place: { file: PREFIX_OPTION, line: 1, column: 1 } };
}
