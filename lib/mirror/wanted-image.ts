import type { CallOptions, ContentSource } from '../content/ports.ts';
import { type FilteredImage, filterImage, filterKey, needsFilter } from '../copy/filter-image.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { descriptorOf } from '../oci/manifest.ts';
import { isIndexType } from '../oci/media-types.ts';
import { formatPlatform, isRunnable } from '../oci/platform.ts';
import type { Image } from './image.ts';
import { lostReferrers } from './lost-referrers.ts';
import type { FilteredMemory, ImageMemory } from './ports.ts';
import { referrerFilterKey } from './referrer-filter.ts';
import type { SourceTags } from './source-tags.ts';
import type { SyncRequest } from './sync-request.ts';

/** What the target shall have: the image that the source names, or what a platform filter leaves of it. */
export interface WantedImage {
  readonly root: Descriptor;
  /** Where the root, and everything below it, is read. */
  open(options: CallOptions): Promise<ContentSource>;
  /** What the filter came to; absent without a filter. */
  readonly filtered?: FilteredMemory;
}

export interface WantedImageOptions extends CallOptions {
  readonly memory: ImageMemory | undefined;
  readonly sourceTags: SourceTags;
}

/** Applies the filter of `request` to what the source names, or remembers what it came to the last time. */
export async function wantedImage(
  image: Image,
  named: Descriptor,
  request: SyncRequest,
  { memory, sourceTags, ...options }: WantedImageOptions,
): Promise<WantedImage> {
  if (!needsFilter(request)) return { root: named, open: async () => image.source };
  const filter = `${filterKey(request)};referrers=${referrerFilterKey(request)}`;
  const known = memory?.filtered;
  if (known?.sourceDigest === named.digest && known.filter === filter) {
    const open = async (call: CallOptions) =>
      (await filterImage(image.source, named, request, call)).source;
    return { root: known.wanted, open, filtered: known };
  }

  const filtered = await filterImage(image.source, named, request, options);
  const replaced = filtered.isRewritten ? replacedBy(filtered, named) : [];
  const wanted = descriptorOf(filtered.root);
  return {
    root: wanted,
    open: async () => filtered.source,
    filtered: {
      sourceDigest: named.digest,
      filter,
      wanted,
      platforms: filtered.platforms,
      replaced,
      leftOut: leftOutBy(filtered),
      lost: await lostReferrers(image, replaced, request, { sourceTags, ...options }),
    },
  };
}

function replacedBy({ removed }: FilteredImage, named: Descriptor): readonly Digest[] {
  const indexes = removed.filter(({ mediaType }) => isIndexType(mediaType));
  return [named, ...indexes].map(({ digest }) => digest);
}

function leftOutBy({ isRewritten, removed, root }: FilteredImage): readonly string[] {
  if (!isRewritten) return [];
  const platforms = removed.flatMap(({ platform }) =>
    platform && isRunnable(platform) ? [formatPlatform(platform)] : [],
  );
  const leftOut = platforms.length > 0 ? platforms.join(', ') : countOf(removed);
  return [`the platform filter leaves out ${leftOut}, which makes it ${root.digest}`];
}

function countOf({ length }: readonly Descriptor[]): string {
  return length === 1 ? '1 entry' : `${length} entries`;
}
