import type { CopyImageOptions } from '../copy/copy-image-options.ts';
import type { ComparedImage } from './compared-image.ts';
import { chunkingInto } from './large-blobs.ts';
import type { ImageWork } from './sync-image-dependencies.ts';

type BlobOptions = Pick<CopyImageOptions, 'turns' | 'chunking' | 'yielding' | 'onWarning'>;

/** How blobs come into the repository of an image: by whose turn, in which chunks, and who hears of it. */
export function blobsInto(
  { target, targetReference, isNew }: Pick<ComparedImage, 'target' | 'targetReference' | 'isNew'>,
  { sharedBlobs, largeBlobs, owner, yielding, note }: ImageWork,
): BlobOptions {
  return {
    turns: sharedBlobs.for(targetReference, { owner, mountable: target.mountable, isNew }),
    chunking: chunkingInto(targetReference, owner, largeBlobs),
    yielding,
    onWarning: (warning) => note({ warnings: [warning] }),
  };
}
