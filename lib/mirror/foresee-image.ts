import { estimateCopy } from '../copy/estimate-copy.ts';
import { estimateReferrers } from '../copy/estimate-referrers.ts';
import type { CopiedReferrers } from '../copy/referrer-tally.ts';
import { signalOf } from '../copy/signal-of.ts';
import type { WalkedImage } from '../copy/walk-image.ts';
import { findImageReferrers } from './bring-referrers.ts';
import { broughtBy, type ComparedImage, platformsOf } from './compared-image.ts';
import { type MovedBytes, NO_BYTES } from './outcome.ts';
import type { ImageWork } from './sync-image-dependencies.ts';
import type { SyncRequest } from './sync-request.ts';

type Foreseeing = Pick<ImageWork, 'note' | 'sourceTags' | 'signal'>;

/** Says what copying `image` would come to, and reads its manifests where its bytes are wanted. */
export async function foreseeImage(
  image: ComparedImage,
  request: SyncRequest,
  { note, ...options }: Foreseeing,
): Promise<void> {
  if (!request.estimateBytes) return note(broughtBy(image, { walked: UNREAD }));
  const { target, wanted, found } = image;
  const walked = await estimateCopy(await wanted.open(options), target, wanted.root.digest, {
    ...signalOf(options),
    foreignLayers: request.foreignLayers,
    isRepair: found === wanted.root.digest,
  });
  note({ bytes: walked.bytes, platforms: platformsOf(wanted, walked) });
  const referrers = await foreseeReferrers(image, walked, request, options);
  if (referrers) {
    note({
      referrers: referrers.count,
      bytes: sum(walked.bytes, referrers.bytes),
      warnings: referrers.warnings,
    });
  }
  note(broughtBy(image, { walked, referrers }));
}

/** Without its manifests nothing speaks against an image that is in place. */
const UNREAD = { bytes: NO_BYTES, pushedManifests: 0, foreignLayers: 0 };

async function foreseeReferrers(
  image: ComparedImage,
  { manifests }: WalkedImage,
  request: SyncRequest,
  options: Omit<Foreseeing, 'note'>,
): Promise<CopiedReferrers | undefined> {
  const found = await findImageReferrers(image, manifests, request, options);
  if (!found) return undefined;
  return await estimateReferrers(image.source, image.target, found, {
    ...signalOf(options),
    overwrite: request.force,
    isRepair: request.force,
    foreignLayers: request.foreignLayers,
  });
}

function sum(one: MovedBytes, other: MovedBytes): MovedBytes {
  return {
    uploaded: one.uploaded + other.uploaded,
    mounted: one.mounted + other.mounted,
    present: one.present + other.present,
  };
}
