import type { CallOptions } from '../content/ports.ts';
import { estimateCopy } from '../copy/estimate-copy.ts';
import { broughtBy, type ComparedImage } from './compared-image.ts';
import type { Note } from './findings.ts';
import { NO_BYTES } from './outcome.ts';
import type { SyncRequest } from './sync-request.ts';

export interface ForeseeOptions extends CallOptions {
  readonly note: Note;
}

/** Says what copying `image` would come to, and reads its manifests where its bytes are wanted. */
export async function foreseeImage(
  image: ComparedImage,
  { estimateBytes }: SyncRequest,
  { note, ...options }: ForeseeOptions,
): Promise<void> {
  if (!estimateBytes) return note(broughtBy(image, UNREAD));
  const { source, target, wanted, found } = image;
  const isRepair = found === wanted.digest;
  const walked = await estimateCopy(source, target, wanted.digest, { ...options, isRepair });
  note({ bytes: walked.bytes, platforms: walked.platforms });
  note(broughtBy(image, walked));
}

/** Without its manifests nothing speaks against an image that is in place. */
const UNREAD = { bytes: NO_BYTES, pushedManifests: 0, foreignLayers: 0 };
