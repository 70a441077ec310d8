import type { Document } from '../oci/manifest.ts';
import type { BlobTurns, ManifestTurns } from './blob-turns.ts';
import type { BlobOutcome, CopyBlobOptions } from './copy-blob.ts';
import type { WalkImageOptions } from './walk-image.ts';

/** How an image is brought, and who watches. */
export interface CopyImageOptions
  extends Pick<CopyBlobOptions, 'signal' | 'retry' | 'chunking' | 'yielding' | 'onWarning'>,
    WalkImageOptions {
  /** Who else brings blobs to the target's registry. Default: nobody. */
  readonly turns?: BlobTurns | undefined;
  /** The turns of the root's blobs, for whoever pushes it: see `whilePublishing`. Default: none. */
  readonly rootTurns?: ManifestTurns | undefined;
  /** Looks for each child at the target before it is pushed, to tell what a repair has mended. Default: false. */
  readonly isRepair?: boolean;
  /** Told of each child with a subject that was pushed and that the target does not list by itself. */
  readonly onUnlisted?: ((child: Document) => void) | undefined;
  readonly onExpected?: ((bytes: number) => void) | undefined;
  /** Told of bytes as they come to be in the target, of negative ones when an upload starts over. */
  readonly onArrived?: ((bytes: number, how: BlobOutcome) => void) | undefined;
}
