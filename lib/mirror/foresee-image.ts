import type { CallOptions } from '../content/ports.ts';
import { estimateCopy } from '../copy/estimate-copy.ts';
import type { ComparedImage } from './compared-image.ts';
import type { Note } from './findings.ts';
import type { SyncRequest } from './sync-request.ts';

export interface ForeseeOptions extends CallOptions {
  readonly note: Note;
}

/** Says what copying `image` would come to, and reads its manifests where its bytes are wanted. */
export async function foreseeImage(
  { from, to, wanted, found }: ComparedImage,
  { estimateBytes, force }: SyncRequest,
  { note, ...options }: ForeseeOptions,
): Promise<void> {
  const isRepair = force && found === wanted.digest;
  if (estimateBytes) {
    const { bytes, platforms } = await estimateCopy(from, to, wanted.digest, options);
    note({ bytes, platforms });
  }
  note({
    status: isRepair ? 'unchanged' : 'copied',
    targetDigest: wanted.digest,
    previousDigest: isRepair ? null : (found ?? null),
  });
}
