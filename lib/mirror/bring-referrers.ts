import { copyReferrers } from '../copy/copy-referrers.ts';
import { findReferrers } from '../copy/find-referrers.ts';
import type { FoundReferrers } from '../copy/referrer.ts';
import type { CopiedReferrers } from '../copy/referrer-tally.ts';
import type { Digest } from '../oci/digest.ts';
import type { ComparedImage } from './compared-image.ts';
import { referrerFilterOf } from './referrer-filter.ts';
import type { ImageWork } from './sync-image-dependencies.ts';
import type { SyncRequest } from './sync-request.ts';
import type { TransferMeter } from './transfer-meter.ts';

/** What of an image can be referred to besides its root, and who counts what is moved. */
export interface BringReferrersOptions {
  /** Every manifest below the root. */
  readonly manifests: readonly Digest[];
  readonly meter: TransferMeter;
}

/** Finds what refers to an image that goes to the target, and brings it; nothing where the request wants none. */
export async function bringReferrers(
  image: ComparedImage,
  { manifests, meter }: BringReferrersOptions,
  request: SyncRequest,
  work: ImageWork,
): Promise<CopiedReferrers | undefined> {
  const found = await findImageReferrers(image, manifests, request, work);
  return found && (await bringFound(image, { found, manifests, meter }, request, work));
}

/** What refers to an image at its source; `undefined` where the request wants none. */
export async function findImageReferrers(
  { source, sourceReference, wanted }: ComparedImage,
  manifests: readonly Digest[],
  request: SyncRequest,
  { sourceTags, signal }: Pick<ImageWork, 'sourceTags' | 'signal'>,
): Promise<FoundReferrers | undefined> {
  const filter = referrerFilterOf(request);
  if (filter === 'none') return undefined;
  return await findReferrers(source, [wanted.root.digest, ...manifests], {
    ...(signal && { signal }),
    tags: sourceTags.of(sourceReference, source),
    ...filter,
  });
}

/** Brings what was found, and remembers that all of it is in the target. */
export async function bringFound(
  { source, target, targetReference, wanted }: ComparedImage,
  { found, manifests, meter }: BringReferrersOptions & { readonly found: FoundReferrers },
  request: SyncRequest,
  { note, remember, clock, signal, retry, seenBlobs }: ImageWork,
): Promise<CopiedReferrers> {
  const copied = await copyReferrers(source, target, found, {
    ...(signal && { signal }),
    retry,
    overwrite: request.force,
    foreignLayers: request.foreignLayers,
    hints: seenBlobs.for(targetReference),
    onExpected: meter.onExpected,
    onArrived: meter.onArrived,
  });
  note({ referrers: copied.count, warnings: copied.warnings });
  const { count, warnings } = copied;
  const { digest: root } = wanted.root;
  const { set } = found;
  remember({ referrers: { root, manifests, set, count, warnings, checkedAt: clock.now() } });
  return copied;
}
