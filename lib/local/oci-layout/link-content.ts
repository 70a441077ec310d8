import type { CallOptions } from '../../content/ports.ts';
import { verified } from '../../content/verified.ts';
import { SyncerError } from '../../errors.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import { FileContent } from './file-content.ts';
import type { LayoutFolder } from './layout-folder.ts';

/**
 * Makes `blob` of one layout known in another without a second copy of its bytes, which are
 * read and proven first. `false` where that cannot be had: to write the blob is always right.
 */
export async function linkContent(
  blob: Descriptor,
  { source, target }: { readonly source: LayoutFolder; readonly target: LayoutFolder },
  options: CallOptions,
): Promise<boolean> {
  try {
    if ((await source.sizeOf(blob.digest)) !== blob.size) return false;
    await prove(await FileContent.open(source, blob.digest, options), blob);
    return await target.link(blob.digest, source);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof SyncerError) return false;
    throw error;
  }
}

async function prove(content: AsyncIterable<Uint8Array>, blob: Descriptor): Promise<void> {
  for await (const _ of verified(content, blob));
}
