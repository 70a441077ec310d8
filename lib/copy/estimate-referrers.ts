import type { ContentSource, ContentTarget } from '../content/ports.ts';
import { concurrently } from './concurrently.ts';
import type { CopyReferrersOptions } from './copy-referrers.ts';
import { unlessDangling } from './dangling-referrer.ts';
import { type EstimateCopyOptions, estimateCopy } from './estimate-copy.ts';
import { findManifest } from './find-content.ts';
import { judgeTag } from './judge-referrer-tag.ts';
import type { FoundReferrers, Referrer } from './referrer.ts';
import { type CopiedReferrers, ReferrerTally } from './referrer-tally.ts';
import { TargetReferrers } from './target-referrers.ts';

/** As far as an estimate depends on them. */
export type EstimateReferrersOptions = Omit<EstimateCopyOptions, 'isRepair'> &
  Pick<CopyReferrersOptions, 'overwrite'>;

interface Estimating extends Omit<EstimateCopyOptions, 'isRepair'> {
  readonly source: ContentSource;
  readonly target: ContentTarget;
  readonly listed: TargetReferrers;
  readonly tally: ReferrerTally;
  readonly overwrite: boolean;
}

const REFERRERS_AT_A_TIME = 4;

/** Finds out what `copyReferrers` would do, and writes nothing; content that several share counts for each. */
export async function estimateReferrers(
  source: ContentSource,
  target: ContentTarget,
  { referrers }: FoundReferrers,
  { overwrite = false, ...options }: EstimateReferrersOptions = {},
): Promise<CopiedReferrers> {
  const tally = new ReferrerTally();
  const listed = new TargetReferrers(target);
  const estimating = { ...options, source, target, listed, tally, overwrite };
  await concurrently(
    referrers,
    (referrer, call) => estimate(referrer, { ...estimating, ...call }),
    { ...options, limit: REFERRERS_AT_A_TIME },
  );
  return tally.result;
}

async function estimate(
  referrer: Referrer,
  { source, target, listed, tally, overwrite, ...options }: Estimating,
): Promise<void> {
  const { subject, tag, descriptor } = referrer;
  const { digest } = descriptor;
  if (tag === undefined) {
    if (await findManifest(target, digest, options)) {
      const isListed = await listed.has(subject, digest, options);
      return isListed ? tally.addPresent(referrer) : tally.addListed(referrer);
    }
  } else {
    const { verdict } = await judgeTag({ source, target, tag, digest, overwrite }, options);
    if (verdict === 'present') return tally.addPresent(referrer);
    if (verdict === 'leave') return tally.addLeft(referrer);
  }
  const copy = () => estimateCopy(source, target, digest, options);
  const walked = await unlessDangling(source, digest, copy, options);
  return walked ? tally.addPushed(referrer, walked) : tally.addDangling(referrer);
}
