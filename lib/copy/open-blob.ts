import { MemoryContent } from '../content/memory-content.ts';
import type { BlobSource, OpenBlobOptions, OpenContent } from '../content/ports.ts';
import { SyncerError } from '../errors.ts';
import { type Descriptor, embeddedContent } from '../oci/descriptor.ts';
import { isForeignLayerType } from '../oci/media-types.ts';
import { ForeignLayerError } from './errors.ts';

/** Opens the content of `blob` where it stands in the descriptor, and at the source otherwise. */
export async function openBlob(
  source: BlobSource,
  blob: Descriptor,
  options: OpenBlobOptions,
): Promise<OpenContent> {
  const bytes = embeddedContent(blob);
  if (bytes) return new MemoryContent(blob.digest, bytes.subarray(options.from), options);
  try {
    return await source.openBlob(blob, options);
  } catch (error) {
    throw isForeignLayerType(blob.mediaType) && isMissing(error)
      ? new ForeignLayerError(blob.digest, error)
      : error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof SyncerError && error.kind === 'not-found';
}
