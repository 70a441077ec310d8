import type { CallOptions, ContentSource, ContentTarget } from '../content/ports.ts';
import type { Digest } from '../oci/digest.ts';
import type { Tag } from '../oci/reference.ts';
import { subjectOf } from '../oci/referral.ts';
import { copyImage } from './copy-image.ts';
import type { CopyImageOptions } from './copy-image-options.ts';
import { unlessDangling } from './dangling-referrer.ts';
import { at, copyError, TargetChangedError } from './errors.ts';
import { findManifest } from './find-content.ts';
import { judgeTag } from './judge-referrer-tag.ts';
import { type BringSubject, putReferrer } from './put-referrer.ts';
import type { Referrer } from './referrer.ts';
import type { ReferrerTally } from './referrer-tally.ts';
import { signalOf } from './signal-of.ts';
import { tagImage } from './tag-image.ts';
import type { TargetReferrers } from './target-referrers.ts';
import type { WalkedImage } from './walk-image.ts';
import { whilePublishing } from './while-publishing.ts';

/** Between which repositories, and where it is written down what became of it. */
export interface BringReferrerOptions extends CopyImageOptions {
  readonly source: ContentSource;
  readonly target: ContentTarget;
  readonly listed: TargetReferrers;
  /** Gets those that are in the target and have to be listed under its fallback tag. */
  readonly unlisted: Set<Referrer>;
  readonly tally: ReferrerTally;
  readonly overwrite: boolean;
  readonly bringSubject: BringSubject;
}

/** Brings one referrer, and leaves it to the caller to have it listed where the target does not by itself. */
export async function bringReferrer(
  referrer: Referrer,
  options: BringReferrerOptions,
): Promise<void> {
  const { tag } = referrer;
  await whilePublishing(options.turns, async (rootTurns) => {
    const bringing = { ...options, rootTurns };
    if (tag === undefined) await bringListed(referrer, bringing);
    else await bringTagged({ ...referrer, tag }, bringing);
  });
}

async function bringListed(referrer: Referrer, options: BringReferrerOptions): Promise<void> {
  const { target, listed, unlisted, tally, isRepair, bringSubject } = options;
  const { subject, descriptor } = referrer;
  const { digest } = descriptor;
  const call = signalOf(options);
  const isThere = await findManifest(target, digest, call);
  const isInPlace = isThere && (await listed.has(subject, digest, call));
  if (isInPlace && !isRepair) return tally.addPresent(referrer);
  // What is there and not listed is pushed again: registries learn of it by that, and say whether they list it.
  const walked = await copyContent(referrer, options);
  if (isInPlace) return tally.addWalked(referrer, walked);
  if (!walked) return tally.addDangling(referrer);
  const { listsReferrer } = await putReferrer(target, walked.root, { ...call, bringSubject });
  if (!listsReferrer || subjectOf(walked.root) !== subject) unlisted.add(referrer);
  tally.addPushed(referrer, walked);
}

async function bringTagged(
  referrer: Referrer & { readonly tag: Tag },
  options: BringReferrerOptions,
): Promise<void> {
  const { source, target, tally, overwrite, retry, isRepair } = options;
  const { tag, descriptor } = referrer;
  const { digest } = descriptor;
  const call = signalOf(options);
  const judged = { source, target, tag, digest, overwrite };
  const { verdict, found } = await judgeTag(judged, call);
  if (verdict === 'leave') return tally.addLeft(referrer);
  if (verdict === 'present' || (verdict === 'same' && !isRepair)) return tally.addPresent(referrer);

  const walked = await copyContent(referrer, options);
  if (verdict === 'same') return tally.addWalked(referrer, walked);
  if (!walked) return tally.addDangling(referrer);
  await refuseChange(target, tag, [found, digest], call);
  await tagImage(target, walked.root, tag, { ...call, retry });
  tally.addPushed(referrer, walked);
}

/** Everything but the manifest itself. */
function copyContent(
  { descriptor }: Referrer,
  { source, target, ...options }: BringReferrerOptions,
): Promise<WalkedImage | undefined> {
  const { digest } = descriptor;
  const copy = () => copyImage(source, target, digest, options);
  return unlessDangling(source, digest, copy, signalOf(options));
}

/** Somebody may have signed the target's copy while the content was on its way. */
async function refuseChange(
  target: ContentTarget,
  tag: Tag,
  [found, digest]: readonly [Digest | undefined, Digest],
  options: CallOptions,
): Promise<void> {
  const comparing = `comparing the tag ${tag} before it is pushed`;
  const resolve = () => target.resolve(tag, options);
  const now = (await at('target', comparing, resolve, options))?.digest;
  if (now === found || now === digest) return;
  throw copyError('target', comparing, new TargetChangedError(tag, found, now));
}
