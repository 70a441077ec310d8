import type { CallOptions, ContentSource } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Document } from '../oci/manifest.ts';
import { canonicalFilter, parsePlatformSelector } from '../oci/platform-selector.ts';
import { chooseParts, type PlatformFilter } from './choose-parts.ts';
import { at } from './errors.ts';
import { fetchDocument } from './fetch-document.ts';
import { OverlaidSource } from './overlaid-source.ts';
import { surveyImage } from './survey-image.ts';

/** What a filter leaves of an image. */
export interface FilteredImage {
  readonly root: Document;
  /** The source, with the documents that were read or rewritten laid over it. */
  readonly source: ContentSource;
  /** Whether `root` is another document than the source's. */
  readonly isRewritten: boolean;
  /** Entries of indexes, attestations included, whose manifests do not come along as they are. */
  readonly removed: readonly Descriptor[];
  /** What is kept runs on these, formatted; empty for what runs nowhere. */
  readonly platforms: readonly string[];
}

/** Changes with every change of this algorithm that makes another document of the same source and filter. */
const ALGORITHM_VERSION = 2;

/** Whether `filter` can change an image, or refuse it. */
export function needsFilter({ platforms, requirePlatforms = [], index }: PlatformFilter): boolean {
  return platforms !== undefined || requirePlatforms.length > 0 || index === 'single';
}

/** Under this text it can be remembered what a filter made of a source: it is one for all spellings of the filter. */
export function filterKey({ platforms, requirePlatforms = [], index }: PlatformFilter): string {
  const canonical = (texts: readonly string[]) => canonicalFilter(texts.map(parsePlatformSelector));
  return [
    `v${ALGORITHM_VERSION}`,
    `platforms=${platforms ? canonical(platforms) : 'all'}`,
    `require=${canonical(requirePlatforms)}`,
    `index=${index}`,
  ].join(';');
}

/**
 * Leaves of `image` what `filter` chooses. Indexes that lose entries are written anew, everything
 * else stays byte for byte. What runs nowhere is no business of a filter and stays whole: an
 * artifact, an index of artifacts, also beside what runs. Throws a {@link PlatformError} at the source where nothing
 * is left, something required is missing, or `index: single` finds not exactly one manifest.
 */
export async function filterImage(
  source: ContentSource,
  { digest }: Pick<Descriptor, 'digest'>,
  filter: PlatformFilter,
  options: CallOptions = {},
): Promise<FilteredImage> {
  const image = await surveyImage(source, digest, options);
  const choose = async () => chooseParts(image, filter);
  const parts = await at('source', 'choosing platforms', choose, options);
  const documents = new Map([...image.documents, ...parts.documents]);
  const overlaid = new OverlaidSource(source, documents);
  const root = await fetchDocument(overlaid, parts.root, options);
  documents.set(root.digest, root);
  return {
    root,
    source: overlaid,
    isRewritten: root.digest !== digest,
    removed: parts.removed,
    platforms: parts.platforms,
  };
}
