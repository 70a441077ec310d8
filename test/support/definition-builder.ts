import type { Definition, NamedImage, SelectedImages } from '../../lib/definition/definition.ts';
import { DEFAULT_SETTINGS } from '../../lib/definition/settings.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { parseReference } from '../../lib/oci/reference.ts';

const PLACE = { file: 'images.yaml', line: 1, column: 1 };

/** An image by its name, with every default. */
export function namedImage(
  source: string,
  target: string,
  given: Partial<NamedImage> = {},
): NamedImage {
  return {
    kind: 'named',
    ...DEFAULT_SETTINGS,
    source: parseReference(source),
    target: parseReference(target),
    place: PLACE,
    ...given,
  };
}

/** Every tag of the repository `source`, with every default. */
export function selectedImages(
  source: string,
  target: string,
  given: Partial<SelectedImages> = {},
): SelectedImages {
  return {
    kind: 'selected',
    ...DEFAULT_SETTINGS,
    source: parseReference(source),
    target: parseReference(target),
    tags: { exclude: [] },
    allowEmpty: false,
    place: PLACE,
    ...given,
  };
}

/** A definition of these entries and nothing else. */
export function definitionOf(...images: Definition['images']): Definition {
  const version = digestOf(Buffer.from('images.yaml'));
  return { version, images, registries: new Map(), warnings: [] };
}
