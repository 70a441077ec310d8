import type { ContentSource, ContentTarget } from '../content/ports.ts';
import type { Digest } from '../oci/digest.ts';
import { findBlob, findManifest } from './find-content.ts';
import { type WalkedImage, type WalkImageOptions, walkImage } from './walk-image.ts';

export interface EstimateCopyOptions extends WalkImageOptions {
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
      enter: ({ digest }) => ({
        blob: async (blob, call) => ((await findBlob(target, blob, call)) ? 'present' : 'uploaded'),
        push: async (call) =>
          isRepair && (await findManifest(target, digest, call)) ? 'present' : 'pushed',
      }),
    },
    options,
  );
}
