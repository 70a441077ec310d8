import { lateAbort } from '../content/late-abort.ts';
import type { CallOptions } from '../content/ports.ts';
import { copyImage } from '../copy/copy-image.ts';
import { copyError, TargetChangedError } from '../copy/errors.ts';
import { tagImage } from '../copy/tag-image.ts';
import type { WalkedImage } from '../copy/walk-image.ts';
import type { Document } from '../oci/manifest.ts';
import { broughtBy, type ComparedImage, settle } from './compared-image.ts';
import type { Note } from './findings.ts';
import { type HeldLease, holdingLease } from './holding-lease.ts';
import { resolveTarget } from './image.ts';
import type { SyncImageDependencies } from './sync-image-dependencies.ts';
import type { SyncRequest } from './sync-request.ts';

export interface BringOptions extends SyncImageDependencies, CallOptions {
  readonly note: Note;
}

/** Copies an image under a lease, its tag last; whoever held the lease before may have done it already. */
export async function bringImage(
  compared: ComparedImage,
  request: SyncRequest,
  options: BringOptions,
): Promise<void> {
  const onWait = () => options.listener?.({ type: 'waiting', request });
  await holdingLease(request.target, { ...options, onWait }, async (held) => {
    const image = { ...compared, found: await resolveTarget(compared, held) };
    options.note({ targetDigest: image.found ?? null });
    const settled = settle(image, request);
    if (settled) return options.note(settled);

    const walked = await copy(image, request, { ...options, signal: held.signal });
    options.note({ platforms: walked.platforms });
    await publish(image, walked.root, { ...held, retry: options.retry });
    options.note(broughtBy(image, walked));
  });
}

/** What has arrived counts, also when the copy comes to no end. */
async function copy(
  { source, target, targetReference, wanted, found }: ComparedImage,
  request: SyncRequest,
  { listener, note, seenBlobs, retry, signal }: BringOptions,
): Promise<WalkedImage> {
  const bytes = { uploaded: 0, mounted: 0, present: 0 };
  try {
    return await copyImage(source, target, wanted.digest, {
      ...(signal && { signal }),
      retry,
      isRepair: found === wanted.digest,
      hints: seenBlobs.for(targetReference),
      onExpected: (more) => listener?.({ type: 'expected', request, bytes: more }),
      onArrived: (more, how) => {
        bytes[how] += more;
        listener?.({ type: 'arrived', request, bytes: more, how });
      },
    });
  } finally {
    note({ bytes });
  }
}

/** How long an interrupted run waits for the tag that it is setting. */
const TAG_GRACE_MS = 5_000;

/** Nothing is visible until here; so the lease is proven, and the tag looked at, once more. */
async function publish(
  image: ComparedImage,
  root: Document,
  { renew, signal, retry }: HeldLease & Pick<BringOptions, 'retry'>,
): Promise<void> {
  await renew();
  const now = await resolveTarget(image, { signal });
  if (now !== image.found && now !== root.digest) {
    const change = new TargetChangedError(image.tag, image.found, now);
    throw copyError('target', `comparing the tag ${image.tag} before it is pushed`, change);
  }
  // An abort that comes now is too late: a tag that may be set must be known to be.
  await lateAbort(signal, TAG_GRACE_MS, (late) =>
    tagImage(image.target, root, image.tag, { signal: late, retry }),
  );
}
