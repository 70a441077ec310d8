import type { ContentSource } from '../content/ports.ts';
import { fetchDocument } from '../copy/fetch-document.ts';
import type { FoundReferrers } from '../copy/referrer.ts';
import type { Digest } from '../oci/digest.ts';
import { isIndexType } from '../oci/media-types.ts';
import { type Ahead, ahead } from './ahead.ts';
import { findImageReferrers } from './bring-referrers.ts';
import type { ComparedImage } from './compared-image.ts';
import type { ImageWork } from './sync-image-dependencies.ts';
import type { SyncRequest } from './sync-request.ts';

/** A search for what refers to an image, begun while its content is on its way. */
export interface ReferrersAhead extends Pick<Ahead<unknown>, 'end'> {
  /** What refers to the image, which has `manifests` below its root; as {@link findImageReferrers}. */
  readonly found: (manifests: readonly Digest[]) => Promise<FoundReferrers | undefined>;
}

/**
 * Begins to look for what refers to an image as soon as its root, which `content` has, tells what is below it:
 * at a source that is far away that takes no time besides the copy. An index below the root may have more
 * below it, which only the copy finds out: then nothing is begun.
 */
export function referrersAhead(
  image: ComparedImage,
  content: Promise<ContentSource>,
  request: SyncRequest,
  work: ImageWork,
): ReferrersAhead {
  const search = ahead(async (call) => {
    const root = await fetchDocument(await content, image.wanted.root.digest, call);
    if (root.manifests.some(({ mediaType }) => isIndexType(mediaType))) return undefined;
    const manifests = root.manifests.map(({ digest }) => digest);
    const found = await findImageReferrers(image, manifests, request, { ...work, ...call });
    return { found, manifests: new Set(manifests) };
  }, work);
  return {
    end: search.end,
    found: async (manifests) => {
      const done = await search.result;
      return done && manifests.every((digest) => done.manifests.has(digest))
        ? done.found
        : await findImageReferrers(image, manifests, request, work);
    },
  };
}
