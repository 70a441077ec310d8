import type { ContentSource, ContentTarget } from '../content/ports.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import type { CopyImageOptions } from './copy-image-options.ts';
import { DocumentCopy } from './document-copy.ts';
import { type WalkedImage, walkImage } from './walk-image.ts';

/**
 * Brings everything that `root` reaches from `source` to `target`, children
 * before parents, but not `root` itself: it becomes visible when it is tagged.
 */
export async function copyImage(
  source: ContentSource,
  target: ContentTarget,
  root: Digest,
  options: CopyImageOptions,
): Promise<WalkedImage> {
  const { onExpected, turns, rootTurns } = options;
  const enter = (document: Document) => {
    const own = document.digest === root ? rootTurns : turns?.open();
    return new DocumentCopy(document, { ...options, source, target, own });
  };
  return await walkImage(source, root, { onExpected, enter }, options);
}
