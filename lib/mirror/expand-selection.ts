import { isReferrerTag } from '../copy/referrer-tag.ts';
import type { NamedImage, SelectedImages, TagPattern } from '../definition/definition.ts';
import { MOST_ENTRIES } from '../definition/entry-limit.ts';
import { nameSelected } from '../definition/name-selected.ts';
import { selectTags, unmatched } from '../definition/select-tags.ts';
import type { SyncerError } from '../errors.ts';
import { formatReference, type Tag } from '../oci/reference.ts';
import { EmptySelectionError, SelectionTooLargeError } from './errors.ts';
import { failedBy, type PlannedImage, type SettledImage, skippedFor } from './planned-image.ts';

/**
 * The images that `entry` selects from `tags`, which are all tags of its source,
 * in their order, and after them one entry for each tag that is set aside and for
 * each pattern that finds nothing. A selection without any image is one entry of
 * the latter kind, and so is one with more than `most` tags, which are counted before
 * anything is made of them.
 */
export function expandSelection(
  entry: SelectedImages,
  tags: readonly Tag[],
  most = MOST_ENTRIES,
): readonly PlannedImage[] {
  const { selected, referring } = tagsOf(entry, tags);
  const count = selected.length + referring.length;
  if (count > most) return [refused(entry, new SelectionTooLargeError(entry.place, count, most))];

  const aside = referring.map((tag) => setAside(entry, tag));
  if (selected.length === 0) return [...aside, foundNothing(entry, emptiness(entry, tags))];

  const images = [...selected.map((tag) => imageOf(entry, tag)), ...aside];
  const idle = unmatched(tags, entry.tags).map((pattern) =>
    foundNothing(entry, `the pattern ${formatPattern(pattern)} matches ${noneOf(tags, entry)}`),
  );
  return [...images, ...idle];
}

/** What is selected: images, and what goes with them. */
function tagsOf(entry: SelectedImages, tags: readonly Tag[]) {
  const { latest, ...selection } = entry.tags;
  const isAside = asideOf(entry);
  const images = tags.filter((tag) => !isAside(tag));
  return {
    selected: selectTags(images, entry.tags),
    referring: selectTags(tags.filter(isAside), selection),
  };
}

/**
 * Tags of signatures and of lists of referrers go with the image that they are about: at the target
 * they may have more than at the source, which would be a conflict for an image of its own.
 */
function asideOf({ referrers, tags: { include = [] } }: SelectedImages): (tag: Tag) => boolean {
  if (referrers === false) return () => false;
  const named = new Set(include.flatMap(({ kind, text }) => (kind === 'exact' ? [text] : [])));
  return (tag) => isReferrerTag(tag) && !named.has(tag);
}

function setAside({ source }: SelectedImages, tag: Tag): SettledImage {
  return skippedFor('a tag of signatures or other referrers goes with the image that it is about', {
    source: formatReference({ ...source, tag }),
  });
}

/** The image that `entry` means by `tag`; its outcome where the target's tag cannot be one. */
function imageOf(entry: SelectedImages, tag: Tag): PlannedImage {
  const { kind, tags, tagTemplate, allowEmpty, ...common } = entry;
  try {
    return { ...common, kind: 'named', ...nameSelected(entry, tag) } satisfies NamedImage;
  } catch (error) {
    return failedBy(error, { source: formatReference({ ...entry.source, tag }) });
  }
}

function foundNothing(entry: SelectedImages, what: string): SettledImage {
  const { source, place, allowEmpty } = entry;
  return allowEmpty
    ? skippedFor(`${what}, which allowEmpty allows`, { source: formatReference(source) })
    : refused(entry, new EmptySelectionError(place, what));
}

function refused({ source }: SelectedImages, error: SyncerError): SettledImage {
  return failedBy(error, { source: formatReference(source) });
}

function emptiness(entry: SelectedImages, tags: readonly Tag[]): string {
  return tags.length === 0
    ? `${formatReference(entry.source)} has no tags`
    : `the selection finds ${noneOf(tags, entry)}`;
}

function noneOf({ length }: readonly Tag[], { source }: SelectedImages): string {
  const tags = length === 1 ? 'tag' : 'tags';
  return `none of ${length} ${tags} of ${formatReference(source)}`;
}

/** As it is written in the definition. */
function formatPattern({ kind, text }: TagPattern): string {
  return kind === 'regex' ? `/${text}/` : JSON.stringify(text);
}
