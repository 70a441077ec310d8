import type { CallOptions, ContentSource, ContentTarget } from '../content/ports.ts';
import type { Digest } from '../oci/digest.ts';
import { at } from './errors.ts';
import { type WalkedImage, walkImage } from './walk-image.ts';

export interface EstimateCopyOptions extends CallOptions {
  /** As in {@link copyImage}. Default: false. */
  readonly isRepair?: boolean;
}

/** Finds out what {@link copyImage} would do, and writes nothing; what might be mounted counts as uploaded. */
export async function estimateCopy(
  source: ContentSource,
  target: ContentTarget,
  root: Digest,
  { isRepair = false, ...options }: EstimateCopyOptions = {},
): Promise<WalkedImage> {
  return await walkImage(
    source,
    root,
    {
      blob: async (blob, call) => {
        const has = () => target.hasBlob(blob, call);
        const found = await at('target', `looking for the blob ${blob.digest}`, has, call);
        return found ? 'present' : 'uploaded';
      },
      child: async ({ digest }, call) => {
        if (!isRepair) return 'pushed';
        const find = () => target.resolve(digest, call);
        const found = await at('target', `looking for the manifest ${digest}`, find, call);
        return found ? 'present' : 'pushed';
      },
    },
    options,
  );
}
