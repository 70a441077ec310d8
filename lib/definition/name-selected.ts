import { quoted } from '../oci/quoted.ts';
import { formatReference, isTag, type Reference, TAG_RULE, type Tag } from '../oci/reference.ts';
import type { SelectedImages } from './definition.ts';
import { DefinitionError } from './errors.ts';
import { fill } from './naming/template.ts';

/** The two sides of one copy. */
export interface CopyNames {
  readonly source: Reference;
  readonly target: Reference;
}

/**
 * The image that a selected tag stands for, and where it is copied to.
 *
 * Throws `DefinitionError` with the place of the entry where its template makes no tag of this one.
 */
export function nameSelected(entry: SelectedImages, tag: Tag): CopyNames {
  const source = { ...entry.source, tag };
  const name = entry.tagTemplate === undefined ? tag : fill(entry.tagTemplate, { tag });
  if (isTag(name)) return { source, target: { ...entry.target, tag: name } };
  const message = `${formatReference(source)} would get the tag ${quoted(name)}, which is none`;
  throw new DefinitionError([{ ...entry.place, message, hint: TAG_RULE }]);
}
