import type { Definition } from '../../definition/definition.ts';
import { formatReference } from '../../oci/reference.ts';
import type { PlannedImage } from '../planned-image.ts';
import { type Choice, choiceOf } from './choose-images.ts';

/**
 * Images of `definition` whose targets are `failing`, which may be none, and entries that may
 * come to one but whose tags cannot be listed: nobody knows which images those are.
 */
export function failingOf(definition: Definition, failing: readonly string[]): Choice {
  const targets = new Set<string | null>([...failing, null]);
  return {
    definition: choiceOf(definition, failing).definition,
    choose: (images) => images.filter((image) => targets.has(targetOf(image))),
  };
}

/** `null` for an entry that came to no image. */
function targetOf(image: PlannedImage): string | null {
  return image.kind === 'settled' ? image.outcome.target : formatReference(image.target);
}
