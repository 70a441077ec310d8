import type { Definition } from '../../definition/definition.ts';
import { formatReference } from '../../oci/reference.ts';
import type { PlannedImage } from '../planned-image.ts';
import type { ImageRecord } from '../ports.ts';
import { type Choice, choiceOf } from './choose-images.ts';

/**
 * Images of `definition` that are `failing`, which may be none, and entries that may
 * come to one but whose tags cannot be listed: nobody knows which images those are.
 */
export function failingOf(definition: Definition, failing: readonly ImageRecord[]): Choice {
  const names = failing.map(({ outcome: { target } }) => target);
  const targets = new Set<string | null>([...names, null]);
  return {
    definition: choiceOf(definition, names).definition,
    choose: (images) => images.filter((image) => targets.has(targetOf(image))),
  };
}

/** `null` for an entry that came to no image. */
function targetOf(image: PlannedImage): string | null {
  return image.kind === 'settled' ? image.outcome.target : formatReference(image.target);
}
