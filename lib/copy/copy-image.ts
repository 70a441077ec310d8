import type { CallOptions, ContentSource, ContentTarget } from '../content/ports.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { type BlobOutcome, type CopyBlobOptions, copyBlob } from './copy-blob.ts';
import { at } from './errors.ts';
import { findManifest } from './find-content.ts';
import { type WalkedImage, walkImage } from './walk-image.ts';

/** Remembers which repository of the target's registry holds which blob; a hint, never a truth. */
export interface BlobHints {
  /** Another repository that the blob may be mounted from. */
  find(blob: Digest): string | undefined;
  /** Says that the target repository holds the blob now. */
  remember(blob: Digest): void;
}

/** How an image is brought, and who watches. */
export interface CopyImageOptions extends Pick<CopyBlobOptions, 'signal' | 'retry'> {
  readonly hints?: BlobHints;
  /** Looks for each child at the target before it is pushed, to tell what a repair has mended. Default: false. */
  readonly isRepair?: boolean;
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
  const { hints, onExpected, onArrived, retry, isRepair = false } = options;
  return await walkImage(
    source,
    root,
    {
      onExpected,
      blob: async (blob, call) => {
        const outcome = await copyBlob(source, target, blob, {
          ...call,
          retry,
          mountFrom: hints?.find(blob.digest),
          onBytes: (bytes) => onArrived?.(bytes, 'uploaded'),
        });
        if (outcome !== 'uploaded') onArrived?.(blob.size, outcome);
        hints?.remember(blob.digest);
        return outcome;
      },
      child: (document, call) => pushChild(target, document, { ...call, isRepair }),
    },
    options,
  );
}

async function pushChild(
  target: ContentTarget,
  document: Document,
  { isRepair, ...options }: CallOptions & { readonly isRepair: boolean },
): Promise<'present' | 'pushed'> {
  const { digest } = document;
  if (isRepair && (await findManifest(target, digest, options))) return 'present';
  const push = (call: CallOptions) => target.putManifest(document, call);
  await at('target', `pushing the manifest ${digest}`, push, options);
  return 'pushed';
}
