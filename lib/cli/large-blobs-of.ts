import type { MirrorLocallyOptions } from '../local/mirror-locally.ts';
import type { TransferOptions } from './options/command-options.ts';

/** What the command line says of large blobs; absent members stay as they are by default. */
export function largeBlobsOf({
  chunkFrom,
  chunkSize,
  resumeHashFrom,
}: TransferOptions): NonNullable<MirrorLocallyOptions['largeBlobs']> {
  return {
    ...(chunkFrom !== undefined && { fromBytes: chunkFrom }),
    ...(chunkSize !== undefined && { chunkBytes: chunkSize }),
    ...(resumeHashFrom !== undefined && { resumeHashFrom }),
  };
}
