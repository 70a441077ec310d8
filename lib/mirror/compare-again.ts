import type { CallOptions } from '../content/ports.ts';
import { type ComparedImage, compareImage } from './compared-image.ts';
import type { SharedBlobs } from './shared-blobs.ts';

/** Who knows which repositories are not new. */
export interface CompareAgainOptions extends CallOptions {
  readonly sharedBlobs: Pick<SharedBlobs, 'isNew'>;
}

/**
 * Looks at the target once more when nobody else may write there. Where it had nothing under the tag, its list
 * of tags is asked for: one that is empty says of this tag what a second look would, and of the blobs below it
 * that they need not be looked for one by one.
 */
export async function compareAgain(
  image: ComparedImage,
  { sharedBlobs, ...options }: CompareAgainOptions,
): Promise<ComparedImage> {
  const { found, tag, target, targetReference, wanted } = image;
  if (found === undefined && tag !== undefined) {
    const isNew = await sharedBlobs.isNew(targetReference, () => target.isUntagged(options));
    if (isNew) return { ...image, isNew };
  }
  return await compareImage(image, wanted, options);
}
