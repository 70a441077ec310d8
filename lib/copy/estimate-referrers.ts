import type { ContentSource, ContentTarget } from '../content/ports.ts';
import { concurrently } from './concurrently.ts';
import type { CopyReferrersOptions } from './copy-referrers.ts';
import { unlessDangling } from './dangling-referrer.ts';
import { type EstimateCopyOptions, estimateCopy } from './estimate-copy.ts';
import { findManifest } from './find-content.ts';
import { judgeTag, type TagJudgement } from './judge-referrer-tag.ts';
import type { FoundReferrers, Referrer } from './referrer.ts';
import { type CopiedReferrers, ReferrerTally } from './referrer-tally.ts';
import { signalOf } from './signal-of.ts';
import { TargetReferrers } from './target-referrers.ts';

/** As far as an estimate depends on them. */
export type EstimateReferrersOptions = EstimateCopyOptions &
  Pick<CopyReferrersOptions, 'overwrite'>;

interface Estimating extends EstimateCopyOptions {
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

async function estimate(referrer: Referrer, options: Estimating): Promise<void> {
  const { source, target, tally, isRepair } = options;
  const { digest } = referrer.descriptor;
  const call = signalOf(options);
  const verdict = await judge(referrer, options);
  if (verdict === 'leave') return tally.addLeft(referrer);
  if (verdict === 'list') return tally.addListed(referrer);
  if (verdict === 'present' || (verdict === 'same' && !isRepair)) return tally.addPresent(referrer);

  const copy = () => estimateCopy(source, target, digest, options);
  const walked = await unlessDangling(source, digest, copy, call);
  if (verdict === 'same') return tally.addWalked(referrer, walked);
  return walked ? tally.addPushed(referrer, walked) : tally.addDangling(referrer);
}

async function judge(
  { subject, tag, descriptor: { digest } }: Referrer,
  { source, target, listed, overwrite, ...options }: Estimating,
): Promise<TagJudgement['verdict'] | 'list'> {
  const call = signalOf(options);
  if (tag !== undefined) {
    return (await judgeTag({ source, target, tag, digest, overwrite }, call)).verdict;
  }
  if (!(await findManifest(target, digest, call))) return 'bring';
  return (await listed.has(subject, digest, call)) ? 'same' : 'list';
}
