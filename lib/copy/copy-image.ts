import type { ContentSource, ContentTarget } from '../content/ports.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import type { CopyImageOptions } from './copy-image-options.ts';
import { DocumentCopy } from './document-copy.ts';
import { OverheardConfigs } from './overheard-configs.ts';
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
  const blobs = new OverheardConfigs(source);
  const enter = (document: Document) => {
    const ends =
      document.digest === root ? { source: blobs, own: rootTurns } : { source, own: turns?.open() };
    return new DocumentCopy(document, { ...options, ...ends, target });
  };
  return await walkImage(source, root, { onExpected, enter, blobs }, options);
}
