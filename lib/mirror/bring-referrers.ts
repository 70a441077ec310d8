import { copyReferrers } from '../copy/copy-referrers.ts';
import { findReferrers } from '../copy/find-referrers.ts';
import type { FoundReferrers } from '../copy/referrer.ts';
import type { CopiedReferrers } from '../copy/referrer-tally.ts';
import { signalOf } from '../copy/signal-of.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { blobsInto } from './blobs-into.ts';
import type { ComparedImage } from './compared-image.ts';
import { referrerFilterKey, referrerFilterOf } from './referrer-filter.ts';
import type { ImageWork } from './sync-image-dependencies.ts';
import type { SyncRequest } from './sync-request.ts';
import type { TransferMeter } from './transfer-meter.ts';
import type { WantedImage } from './wanted-image.ts';

/** What of an image can be referred to besides its root, and who counts what is moved. */
export interface BringReferrersOptions {
  /** Every manifest below the root. */
  readonly manifests: readonly Digest[];
  /** The root itself, absent where the target has it. */
  readonly root?: Document;
  readonly meter: TransferMeter;
}

/** What refers to an image at its source; `undefined` where the request wants none. */
export async function findImageReferrers(
  { source, sourceReference, wanted }: ComparedImage,
  manifests: readonly Digest[],
  request: SyncRequest,
  { sourceTags, ...options }: Pick<ImageWork, 'sourceTags' | 'signal'>,
): Promise<FoundReferrers | undefined> {
  const filter = referrerFilterOf(request);
  if (filter === 'none') return undefined;
  const subjects = isRewritten(wanted, request) ? manifests : [wanted.root.digest, ...manifests];
  return await findReferrers(source, subjects, {
    ...signalOf(options),
    tags: sourceTags.of(sourceReference, source),
    ...filter,
  });
}

/** What a filter has made of an index is not at the source, where nothing refers to it. */
function isRewritten({ root, filtered }: WantedImage, { index }: SyncRequest): boolean {
  return index === 'keep' && filtered !== undefined && filtered.sourceDigest !== root.digest;
}

/** Brings what was found, and remembers that it is in the target. */
export async function bringFound(
  image: ComparedImage,
  { found, manifests, root, meter }: BringReferrersOptions & { readonly found: FoundReferrers },
  request: SyncRequest,
  work: ImageWork,
): Promise<CopiedReferrers> {
  const { source, target } = image;
  const { retry } = work;
  const copied = await copyReferrers(source, target, found, {
    ...signalOf(work),
    retry,
    overwrite: request.force,
    isRepair: request.force,
    root,
    foreignLayers: request.foreignLayers,
    ...blobsInto(image, work),
    onExpected: meter.onExpected,
    onArrived: meter.onArrived,
  });
  noteReferrers(image, { ...copied, found, manifests }, request, work);
  return copied;
}

/** What a look at an image's referrers came to. */
export interface SeenReferrers extends Pick<BringReferrersOptions, 'manifests'> {
  readonly found: FoundReferrers;
  readonly count: number;
  readonly warnings: readonly string[];
}

/** Tells of what refers to an image now that the target has it, and remembers it until the next look. */
export function noteReferrers(
  { wanted }: ComparedImage,
  { found: { set }, manifests, count, warnings }: SeenReferrers,
  request: SyncRequest,
  { note, remember, clock }: ImageWork,
): void {
  note({ referrers: count, warnings });
  const { digest: root } = wanted.root;
  const filter = referrerFilterKey(request);
  const checkedAt = clock.now();
  remember({ referrers: { root, manifests, filter, set, count, warnings, checkedAt } });
}
