import type { ContentSource, ContentTarget } from '../content/ports.ts';
import type { Document } from '../oci/manifest.ts';
import { bringReferrer } from './bring-referrer.ts';
import { createBringSubject } from './bring-subject.ts';
import { concurrently } from './concurrently.ts';
import type { CopyImageOptions } from './copy-image-options.ts';
import { mergeReferrers } from './merge-referrers.ts';
import type { FoundReferrers, Referrer } from './referrer.ts';
import { type CopiedReferrers, ReferrerTally } from './referrer-tally.ts';
import { TargetReferrers } from './target-referrers.ts';

/** How referrers are brought, and who watches. */
export interface CopyReferrersOptions extends Omit<CopyImageOptions, 'onUnlisted'> {
  /**
   * Whether cosign's tags are set also where the target's hold signatures that the source does not have.
   * Default: false.
   */
  readonly overwrite?: boolean;
  /** Put under its digest, and nothing else, where the target takes no referrer before its subject. */
  readonly root?: Document | undefined;
}

const REFERRERS_AT_A_TIME = 4;

/** Most of the time a list waits for others to write it, with no request of its own. */
const LISTS_AT_A_TIME = 16;

/**
 * Brings everything that was found about an image to `target`: what refers to a referrer before that one,
 * and each with all its content before it is listed. Call it before the image itself becomes visible.
 *
 * Where the target does not list a referrer by itself, its fallback tag does in the end.
 */
export async function copyReferrers(
  source: ContentSource,
  target: ContentTarget,
  found: FoundReferrers,
  { overwrite = false, root, ...options }: CopyReferrersOptions,
): Promise<CopiedReferrers> {
  const tally = new ReferrerTally();
  const unlisted = new Set<Referrer>();
  const listed = new TargetReferrers(target);
  const common = { ...options, source, target, listed, unlisted, tally, overwrite };
  const bringSubject = createBringSubject(found.referrers, { ...common, root });
  const bringing = { ...common, bringSubject };
  for (const wave of wavesOf(found.referrers)) {
    await concurrently(
      wave,
      (referrer, call) => bringReferrer(referrer, { ...bringing, ...call }),
      { ...options, limit: REFERRERS_AT_A_TIME },
    );
    await list(target, found, { ...options, unlisted, height: wave[0]?.height ?? 0 });
  }
  return tally.result;
}

interface ListOptions extends Pick<CopyImageOptions, 'signal' | 'retry'> {
  readonly unlisted: ReadonlySet<Referrer>;
  readonly height: number;
}

/** Lists what refers to a subject when all that refers to it is there, at once: so the source's own list can be taken. */
async function list(
  target: ContentTarget,
  { referrers, fallbackIndexes }: FoundReferrers,
  { unlisted, height, ...options }: ListOptions,
): Promise<void> {
  const bySubject = Map.groupBy(referrers, ({ subject }) => subject);
  const complete = [...bySubject].filter(([, all]) => all.at(-1)?.height === height);
  await concurrently(
    complete,
    async ([subject, all], call) => {
      const entries = all.filter((referrer) => unlisted.has(referrer));
      if (entries.length === 0) return;
      await mergeReferrers(
        target,
        subject,
        entries.map(({ descriptor }) => descriptor),
        { ...call, retry: options.retry, published: fallbackIndexes.get(subject) },
      );
    },
    { ...options, limit: LISTS_AT_A_TIME },
  );
}

function wavesOf(referrers: readonly Referrer[]): Iterable<readonly Referrer[]> {
  return Map.groupBy(referrers, ({ height }) => height).values();
}
