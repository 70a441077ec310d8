import type { ContentSource, ContentTarget } from '../content/ports.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import type { BlobTurns, ManifestTurns } from './blob-turns.ts';
import type { BlobOutcome, CopyBlobOptions } from './copy-blob.ts';
import { DocumentCopy } from './document-copy.ts';
import { type WalkedImage, type WalkImageOptions, walkImage } from './walk-image.ts';

/** How an image is brought, and who watches. */
export interface CopyImageOptions
  extends Pick<CopyBlobOptions, 'signal' | 'retry' | 'chunking' | 'yielding' | 'onWarning'>,
    WalkImageOptions {
  /** Who else brings blobs to the target's registry. Default: nobody. */
  readonly turns?: BlobTurns | undefined;
  /** The turns of the root's blobs, for whoever pushes it: see {@link whilePublishing}. Default: none. */
  readonly rootTurns?: ManifestTurns | undefined;
  /** Looks for each child at the target before it is pushed, to tell what a repair has mended. Default: false. */
  readonly isRepair?: boolean;
  /** Told of each child with a subject that was pushed and that the target does not list by itself. */
  readonly onUnlisted?: ((child: Document) => void) | undefined;
  readonly onExpected?: ((bytes: number) => void) | undefined;
  /** Told of bytes as they come to be in the target, of negative ones when an upload starts over. */
  readonly onArrived?: ((bytes: number, how: BlobOutcome) => void) | undefined;
}

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

/** Runs `work`, which brings the blobs of a manifest by turns of their own and then pushes it. */
export async function whilePublishing<T>(
  turns: BlobTurns | undefined,
  work: (own: ManifestTurns | undefined) => Promise<T>,
): Promise<T> {
  const own = turns?.open();
  try {
    const result = await work(own);
    await own?.published();
    return result;
  } finally {
    await own?.close();
  }
}
