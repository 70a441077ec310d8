import { stringify } from 'yaml';
import { OCI_LAYOUT } from '../oci/layout-name.ts';
import type { Definition } from './definition.ts';
import { writeImages } from './print/images.ts';
import { countSecrets, writeRegistries } from './print/registries.ts';

/** A definition in the native format. */
export interface PrintedDefinition {
  /** YAML, ending in a line break. */
  readonly text: string;
  /** How many passwords and tokens stand in the text; variables are none. */
  readonly secrets: number;
}

/**
 * Writes a definition so that reading it again gives the same images, in the same order, and the same registries.
 *
 * Credentials are written as they stand in `definition`: it has to be parsed with
 * `expandCredentials: false`, or secrets take the place of variables.
 */
export function printDefinition(definition: Definition): PrintedDefinition {
  const { images, prefixRegistry, registries } = definition;
  const sections = {
    ...(prefixRegistry !== undefined && { targetRepoPrefix: prefixOn(prefixRegistry) }),
    ...writeImages(images, prefixRegistry),
    ...(registries.size > 0 && { registries: writeRegistries(registries) }),
  };
  const text = Object.entries(sections)
    .map(([key, section]) => stringify({ [key]: section }, { lineWidth: 0 }))
    .join('\n');
  return { text, secrets: countSecrets(registries) };
}

/** Of the file's own prefix only the registry matters once targets are named. */
function prefixOn(registry: string): string {
  return registry === OCI_LAYOUT ? `${OCI_LAYOUT}./` : `${registry}/`;
}
