import { lateAbort } from '../content/late-abort.ts';
import type { CallOptions, ContentSource } from '../content/ports.ts';
import { copyImage } from '../copy/copy-image.ts';
import type { CopyImageOptions } from '../copy/copy-image-options.ts';
import { copyError, TargetChangedError } from '../copy/errors.ts';
import { fetchDocument } from '../copy/fetch-document.ts';
import { listOutward } from '../copy/list-outward.ts';
import { OverlaidSource } from '../copy/overlaid-source.ts';
import { publishImage } from '../copy/publish-image.ts';
import { signalOf } from '../copy/signal-of.ts';
import type { WalkedImage } from '../copy/walk-image.ts';
import { whilePublishing } from '../copy/while-publishing.ts';
import type { Document } from '../oci/manifest.ts';
import { spokenName } from '../oci/reference.ts';
import { ahead } from './ahead.ts';
import { blobsInto } from './blobs-into.ts';
import { bringFound } from './bring-referrers.ts';
import { compareAgain } from './compare-again.ts';
import {
  broughtBy,
  type ComparedImage,
  compareImage,
  type Moved,
  platformsOf,
  settle,
} from './compared-image.ts';
import { type HeldLease, holdingLease } from './holding-lease.ts';
import { referrerFilterOf } from './referrer-filter.ts';
import { referrersAhead } from './referrers-ahead.ts';
import type { ImageWork } from './sync-image-dependencies.ts';
import type { SyncRequest } from './sync-request.ts';
import { TransferMeter } from './transfer-meter.ts';
import type { WantedImage } from './wanted-image.ts';

/**
 * Copies an image under a lease, its tag last; whoever held the lease before may have done it already.
 *
 * What waits for what decides how long a small image takes from and to far registries. After both sides were
 * resolved, at once, that is a chain of eight round trips for a new index: the root is read while the target is
 * looked at again · the children are read, each on its way for itself from here on · a blob's session is opened
 * while the source answers · the blob is sent · its manifest is put · the target is looked at for the last
 * time · the tag is set · and confirmed. A look for each blob comes before its session where the repository
 * is not new; a mount takes the place of both steps of a blob. What is no index does without two of them.
 */
export async function bringImage(
  compared: ComparedImage,
  request: SyncRequest,
  work: ImageWork,
): Promise<void> {
  const onWait = () => work.listener?.({ type: 'waiting', request });
  await holdingLease(request.target, { ...work, onWait }, async (held) => {
    const opening = ahead((call) => openRead(compared.wanted, call), held);
    try {
      const { sharedBlobs } = work;
      const image = await compareAgain(compared, { sharedBlobs, ...signalOf(held) });
      work.note({ targetDigest: image.found ?? null });
      const settled = settle(image, request);
      if (settled) return work.note(settled);

      const content = opening.result;
      await whilePublishing(blobsInto(image, work).turns, async (rootTurns) => {
        const moving = { ...work, signal: held.signal, rootTurns, content };
        const moved = await move(image, request, moving);
        await publish(image, moved, request, { ...held, retry: work.retry });
        work.note(broughtBy(image, moved));
      });
    } finally {
      await opening.end();
    }
  });
}

/** What is to be copied, with its root read already. */
async function openRead(wanted: WantedImage, options: CallOptions): Promise<ContentSource> {
  const source = await wanted.open(options);
  const root = await fetchDocument(source, wanted.root.digest, options);
  return new OverlaidSource(source, new Map([[root.digest, root]]));
}

interface MovedImage extends Moved {
  readonly walked: WalkedImage;
  /** Manifests below the root that have a subject, which the target does not list by itself. */
  readonly unlisted: readonly Document[];
}

interface MoveOptions extends ImageWork, Pick<CopyImageOptions, 'rootTurns'> {
  readonly content: Promise<ContentSource>;
}

/** Moves everything but the root, referrers included. What has arrived counts, also when this comes to no end. */
async function move(
  image: ComparedImage,
  request: SyncRequest,
  { rootTurns, content, ...work }: MoveOptions,
): Promise<MovedImage> {
  const meter = new TransferMeter(request, work.listener);
  const { wanted, found, target } = image;
  const { digest } = wanted.root;
  const unlisted: Document[] = [];
  const search = referrersAhead(image, content, request, work);
  try {
    const walked = await copyImage(await content, target, digest, {
      ...signalOf(work),
      retry: work.retry,
      isRepair: found === digest,
      foreignLayers: request.foreignLayers,
      ...blobsInto(image, work),
      rootTurns,
      onUnlisted: (child) => unlisted.push(child),
      onExpected: meter.onExpected,
      onArrived: meter.onArrived,
    });
    const platforms = platformsOf(wanted, walked);
    work.note({ platforms });
    work.remember({ platforms: { root: digest, names: platforms } });
    const { root, manifests } = walked;
    const referring = await search.found(manifests);
    const bringing = referring && { found: referring, manifests, root, meter };
    const referrers = bringing && (await bringFound(image, bringing, request, work));
    return { walked, unlisted, referrers };
  } finally {
    await search.end();
    work.note({ bytes: meter.bytes });
  }
}

/** How long an interrupted run waits for the tag that it is setting. */
const TAG_GRACE_MS = 5_000;

/** Nothing is visible before this; so the lease is proven, and the target looked at, right before it is. */
async function publish(
  image: ComparedImage,
  { walked, unlisted }: MovedImage,
  request: SyncRequest,
  { renew, signal, retry }: HeldLease & Pick<ImageWork, 'retry'>,
): Promise<void> {
  const { root } = walked;
  // Lists are waited for, and a tag that is set before them would count as unchanged without them.
  if (referrerFilterOf(request) !== 'none') {
    await listOutward(image.target, walked, { unlisted, retry, signal });
  }
  await renew();
  const { found: now } = await compareImage(image, image.wanted, { signal });
  if (now !== image.found && now !== root.digest) {
    const name = image.tag ?? root.digest;
    const change = new TargetChangedError(name, image.found, now);
    throw copyError('target', `comparing ${spokenName(name)} before it is pushed`, change);
  }
  // An abort that comes now is too late: what may be visible must be known to be.
  await lateAbort(signal, TAG_GRACE_MS, (late) =>
    publishImage(image.target, root, { tag: image.tag, signal: late, retry }),
  );
}
