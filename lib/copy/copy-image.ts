import type { CallOptions, ContentSource, ContentTarget } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { subjectOf } from '../oci/referral.ts';
import { type BlobOutcome, type CopyBlobOptions, copyBlob } from './copy-blob.ts';
import { findManifest } from './find-content.ts';
import { putManifest } from './put-manifest.ts';
import { signalOf } from './signal-of.ts';
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
  const { onExpected } = options;
  const visitor: ImageVisitor = {
    onExpected,
    blob: (blob, call) => bringBlob(source, target, blob, { ...options, ...call }),
    child: (document, call) => pushChild(target, document, { ...options, ...call }),
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
  { isRepair = false, onUnlisted, ...options }: CopyImageOptions,
): Promise<'present' | 'pushed'> {
  const { digest } = document;
  const call = signalOf(options);
  if (isRepair && (await findManifest(target, digest, call))) return 'present';
  const { listsReferrer } = await putManifest(target, document, call);
  if (!listsReferrer && subjectOf(document) !== undefined) onUnlisted?.(document);
  return 'pushed';
}
