import { type Digest, digestOf } from '../oci/digest.ts';
import type { Referrer, ReferrerFilter } from './referrer.ts';

/** A referrer before it is known what refers to it. */
export type Referral = Omit<Referrer, 'height'>;

/** What a search has met. */
export interface Referrals {
  /** What refers to each subject. */
  readonly bySubject: ReadonlyMap<Digest, readonly Referral[]>;
  /** Each referrer's own digest and those of the manifests in it. */
  readonly contents: ReadonlyMap<Digest, readonly Digest[]>;
}

/** Puts referrers before what they refer to. */
export function inOrder({ bySubject, contents }: Referrals): readonly Referrer[] {
  const heights = new Map<Digest, number>();
  const heightOf = (digest: Digest): number => {
    const known = heights.get(digest);
    if (known !== undefined) return known;
    // Tags and lists can name each other in a circle, which has no lowest point: it is cut where it is met.
    heights.set(digest, 0);
    const above = (contents.get(digest) ?? []).flatMap((subject) => bySubject.get(subject) ?? []);
    const height = Math.max(-1, ...above.map(({ descriptor }) => heightOf(descriptor.digest))) + 1;
    heights.set(digest, height);
    return height;
  };
  return [...bySubject.values()]
    .flat()
    .map((referral) => ({ ...referral, height: heightOf(referral.descriptor.digest) }))
    .toSorted((one, other) => one.height - other.height);
}

/** One digest for a set of referrers, in whatever order they are, and what they were chosen by. */
export function setOf(referrals: readonly Referral[], filter?: ReferrerFilter): Digest {
  const members = referrals.map(({ subject, descriptor, tag = null }) =>
    JSON.stringify([subject, descriptor.digest, tag]),
  );
  const chosenBy = filter ? filter.artifactTypes.toSorted() : null;
  return digestOf(Buffer.from(JSON.stringify([members.toSorted(), chosenBy])));
}
