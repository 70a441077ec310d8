import type { CallOptions, ContentSource, ContentTarget } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { type BlobOutcome, type CopyBlobOptions, copyBlob } from './copy-blob.ts';
import { findManifest } from './find-content.ts';
import { putManifest } from './put-manifest.ts';
import {
  type ImageVisitor,
  type WalkedImage,
  type WalkImageOptions,
  walkImage,
} from './walk-image.ts';

/** Remembers which repository of the target's registry holds which blob; a hint, never a truth. */
export interface BlobHints {
  /** Another repository that the blob may be mounted from. */
  find(blob: Digest): string | undefined;
  /** Says that the target repository holds the blob now. */
  remember(blob: Digest): void;
  /** Brings a blob by `bring`, unless it is being brought to the target repository already: then it is `present` in the end. */
  bringOnce(
    blob: Digest,
    bring: (options: CallOptions) => Promise<BlobOutcome>,
    options: CallOptions,
  ): Promise<BlobOutcome>;
}

/** How an image is brought, and who watches. */
export interface CopyImageOptions
  extends Pick<CopyBlobOptions, 'signal' | 'retry'>,
    WalkImageOptions {
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
  const { onExpected, isRepair = false } = options;
  const visitor: ImageVisitor = {
    onExpected,
    blob: (blob, call) => bringBlob(source, target, blob, { ...options, ...call }),
    child: (document, call) => pushChild(target, document, { ...call, isRepair }),
  };
  return await walkImage(source, root, visitor, options);
}

async function bringBlob(
  source: ContentSource,
  target: ContentTarget,
  blob: Descriptor,
  { hints, onArrived, retry, signal }: CopyImageOptions,
): Promise<BlobOutcome> {
  const bring = (call: CallOptions) =>
    copyBlob(source, target, blob, {
      ...call,
      retry,
      mountFrom: hints?.find(blob.digest),
      onBytes: (bytes) => onArrived?.(bytes, 'uploaded'),
    });
  const call = signal ? { signal } : {};
  const outcome = await (hints ? hints.bringOnce(blob.digest, bring, call) : bring(call));
  if (outcome !== 'uploaded') onArrived?.(blob.size, outcome);
  hints?.remember(blob.digest);
  return outcome;
}

async function pushChild(
  target: ContentTarget,
  document: Document,
  { isRepair, ...options }: CallOptions & { readonly isRepair: boolean },
): Promise<'present' | 'pushed'> {
  const { digest } = document;
  if (isRepair && (await findManifest(target, digest, options))) return 'present';
  await putManifest(target, document, options);
  return 'pushed';
}
