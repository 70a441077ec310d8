import type { Definition, ImageEntry } from '../../definition/definition.ts';
import { formatReference, type Reference } from '../../oci/reference.ts';
import { NothingChosenError } from '../errors.ts';
import type { ChooseImages } from '../expand-run.ts';
import type { PlannedImage } from '../planned-image.ts';
import { type NamePatterns, namePatterns } from './name-patterns.ts';

/** What a run is about that is about less than the whole definition. */
export interface Choice {
  /** The part of the definition that has to be expanded. */
  readonly definition: Definition;
  readonly choose: ChooseImages;
}

/**
 * The images of `definition` whose source or target, with its tag or without, matches one of `names`.
 * `choose` throws {@link NothingChosenError} where there is none.
 */
export function choiceOf(definition: Definition, names: readonly string[]): Choice {
  const patterns = namePatterns(names);
  return {
    definition: { ...definition, images: entriesFor(definition.images, patterns) },
    choose: (images) => {
      const chosen = images.filter((image) => isMeant(image, patterns));
      if (chosen.length === 0) throw new NothingChosenError(names);
      return chosen;
    },
  };
}

/** Entries that may come to what is meant, and those that may claim the same targets: without them nobody saw the claim. */
function entriesFor(entries: readonly ImageEntry[], patterns: NamePatterns): readonly ImageEntry[] {
  const meant = entries.filter((entry) => mayBeMeant(entry, patterns));
  const repositories = new Set(meant.map(({ target }) => repositoryOf(target)));
  return entries.filter(({ target }) => repositories.has(repositoryOf(target)));
}

function mayBeMeant(entry: ImageEntry, patterns: NamePatterns): boolean {
  if ([entry.source, entry.target].flatMap(spellingsOf).some(patterns.matches)) return true;
  // Tags that are selected are not known yet.
  const repositories = [entry.source, entry.target].map(repositoryOf);
  return entry.kind === 'selected' && repositories.some(patterns.mayMatchTagOf);
}

function isMeant(image: PlannedImage, patterns: NamePatterns): boolean {
  return namesMeantBy(image).some(patterns.matches);
}

function namesMeantBy(image: PlannedImage): readonly string[] {
  if (image.kind === 'named') return [image.source, image.target].flatMap(spellingsOf);
  const { source, target } = image.outcome;
  return target === null ? [source] : [source, target];
}

function spellingsOf(reference: Reference): readonly string[] {
  const full = formatReference(reference);
  return [...new Set([full, repositoryOf(reference)])];
}

function repositoryOf({ registry, repository }: Reference): string {
  return formatReference({ registry, repository });
}
