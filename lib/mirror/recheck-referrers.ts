import { estimateReferrers } from '../copy/estimate-referrers.ts';
import { listManifests } from '../copy/list-manifests.ts';
import type { FoundReferrers } from '../copy/referrer.ts';
import { signalOf } from '../copy/signal-of.ts';
import { type Digest, digestOf } from '../oci/digest.ts';
import {
  bringFound,
  findImageReferrers,
  noteReferrers,
  type SeenReferrers,
} from './bring-referrers.ts';
import type { ComparedImage } from './compared-image.ts';
import { holdingLease } from './holding-lease.ts';
import { lostReferrers } from './lost-referrers.ts';
import type { ImageMemory, ReferrersMemory } from './ports.ts';
import { referrerFilterKey, referrerFilterOf } from './referrer-filter.ts';
import type { ImageWork } from './sync-image-dependencies.ts';
import type { SyncRequest } from './sync-request.ts';
import { TransferMeter } from './transfer-meter.ts';

export interface RecheckOptions extends ImageWork {
  readonly memory: ImageMemory | undefined;
}

/**
 * Looks, when it is time, for referrers that an unchanged image has got since the last look, and brings
 * them. Where there are none, or the same as then, nothing is asked of the target.
 */
export async function recheckReferrers(
  image: ComparedImage,
  request: SyncRequest,
  { memory, ...work }: RecheckOptions,
): Promise<void> {
  const known = memory?.referrers?.root === image.wanted.root.digest ? memory.referrers : undefined;
  if (!isDue(request, known, work.clock.now())) return;
  const manifests = known?.manifests ?? (await readManifests(image, work));
  const found = await findImageReferrers(image, manifests, request, work);
  if (!found) return;
  await recheckLost(image, request, work);

  const seen = { found, manifests };
  const count = countInPlace(found, known);
  if (count !== undefined)
    return noteReferrers(image, { ...seen, count, warnings: [] }, request, work);
  if (request.dryRun) await foresee(image, found, request, work);
  else await bring(image, seen, request, work);
}

/** What was signed since a filter left something out of it does not come along either. */
async function recheckLost(
  image: ComparedImage,
  request: SyncRequest,
  { note, remember, ...work }: ImageWork,
): Promise<void> {
  const { filtered } = image.wanted;
  if (!filtered) return;
  const lost = await lostReferrers(image, filtered.replaced, request, work);
  note({ warnings: lost.filter((sentence) => !filtered.lost.includes(sentence)) });
  remember({ filtered: { ...filtered, lost } });
}

/** How many of `found` are in the target, where that has all of them; what it lacked last time is tried again. */
function countInPlace(found: FoundReferrers, known?: ReferrersMemory): number | undefined {
  if (found.referrers.length === 0) return 0;
  return found.set === known?.set && known.warnings.length === 0 ? known.count : undefined;
}

/** The share of the interval over which the looks at many images that were copied together are spread. */
const SPREAD = 0.2;

function isDue(request: SyncRequest, known: ReferrersMemory | undefined, now: number): boolean {
  const { referrersRecheckMs: intervalMs, target } = request;
  if (intervalMs === null || referrerFilterOf(request) === 'none') return false;
  if (known?.filter !== referrerFilterKey(request)) return true;
  const [restMs, spreadMs] = [known.checkedAt + intervalMs - now, SPREAD * intervalMs];
  // Hashes cost a run of many images some time, and nearly none of them is so close to its look.
  if (restMs > spreadMs) return false;
  return restMs <= spreadMs * fractionOf(`${target} ${known.checkedAt}`);
}

/** From 0 to 1, always the same for one text. */
function fractionOf(text: string): number {
  const hex = digestOf(Buffer.from(text)).slice('sha256:'.length, 'sha256:'.length + 8);
  return Number.parseInt(hex, 16) / 2 ** 32;
}

/** Remembers on the way what an index says of its platforms; a single manifest, which does not say it, is not read. */
async function readManifests(
  { wanted }: ComparedImage,
  { remember, ...work }: ImageWork,
): Promise<readonly Digest[]> {
  const { root } = wanted;
  const { manifests, platforms } = await listManifests(await wanted.open(work), root, work);
  const names = wanted.filtered?.platforms ?? platforms;
  if (names.length > 0) remember({ platforms: { root: root.digest, names } });
  return manifests;
}

async function foresee(
  { source, target }: ComparedImage,
  found: FoundReferrers,
  { foreignLayers }: SyncRequest,
  work: ImageWork,
): Promise<void> {
  const { count, pushed, bytes, warnings } = await estimateReferrers(source, target, found, {
    ...signalOf(work),
    foreignLayers,
  });
  work.note({ referrers: count, bytes, warnings, ...(pushed > 0 && { status: 'copied' }) });
}

async function bring(
  image: ComparedImage,
  seen: Pick<SeenReferrers, 'found' | 'manifests'>,
  request: SyncRequest,
  work: ImageWork,
): Promise<void> {
  const meter = new TransferMeter(request, work.listener);
  const onWait = () => work.listener?.({ type: 'waiting', request });
  await holdingLease(request.target, { ...work, onWait }, async ({ signal }) => {
    try {
      const { pushed } = await bringFound(image, { ...seen, meter }, request, { ...work, signal });
      if (pushed > 0) work.note({ status: 'copied' });
    } finally {
      work.note({ bytes: meter.bytes });
    }
  });
}
