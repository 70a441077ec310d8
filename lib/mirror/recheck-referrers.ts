import type { CallOptions } from '../content/ports.ts';
import { estimateReferrers } from '../copy/estimate-referrers.ts';
import { listManifests } from '../copy/list-manifests.ts';
import type { FoundReferrers } from '../copy/referrer.ts';
import { type Digest, digestOf } from '../oci/digest.ts';
import { bringFound, findImageReferrers } from './bring-referrers.ts';
import type { ComparedImage } from './compared-image.ts';
import { holdingLease } from './holding-lease.ts';
import type { ImageMemory, ReferrersMemory } from './ports.ts';
import { referrerFilterOf } from './referrer-filter.ts';
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

  const seen = { found, manifests };
  if (found.set === known?.set || found.referrers.length === 0) {
    const { count, warnings } = known ?? { count: 0, warnings: [] };
    return noteKnown(image, seen, { count, warnings }, work);
  }
  if (request.dryRun) await foresee(image, found, work);
  else await bring(image, seen, request, work);
}

/** The share of the interval over which the looks at many images that were copied together are spread. */
const SPREAD = 0.2;

function isDue(request: SyncRequest, known: ReferrersMemory | undefined, now: number): boolean {
  const { referrersRecheckMs: intervalMs, target } = request;
  if (intervalMs === null || referrerFilterOf(request) === 'none') return false;
  if (!known) return true;
  const earlier = SPREAD * fractionOf(`${target} ${known.checkedAt}`);
  return now >= known.checkedAt + intervalMs * (1 - earlier);
}

/** From 0 to 1, always the same for one text. */
function fractionOf(text: string): number {
  const hex = digestOf(Buffer.from(text)).slice('sha256:'.length, 'sha256:'.length + 8);
  return Number.parseInt(hex, 16) / 2 ** 32;
}

async function readManifests(
  { wanted }: ComparedImage,
  options: CallOptions,
): Promise<readonly Digest[]> {
  return await listManifests(await wanted.open(options), wanted.root, options);
}

interface Seen {
  readonly found: FoundReferrers;
  readonly manifests: readonly Digest[];
}

function noteKnown(
  { wanted }: ComparedImage,
  { found: { set }, manifests }: Seen,
  { count, warnings }: Pick<ReferrersMemory, 'count' | 'warnings'>,
  { note, remember, clock }: ImageWork,
): void {
  note({ referrers: count, warnings });
  const { digest: root } = wanted.root;
  remember({ referrers: { root, manifests, set, count, warnings, checkedAt: clock.now() } });
}

async function foresee(
  { source, target }: ComparedImage,
  found: FoundReferrers,
  { note, signal }: ImageWork,
): Promise<void> {
  const { count, pushed, bytes, warnings } = await estimateReferrers(source, target, found, {
    ...(signal && { signal }),
  });
  note({ referrers: count, bytes, warnings, ...(pushed > 0 && { status: 'copied' }) });
}

async function bring(
  image: ComparedImage,
  seen: Seen,
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
