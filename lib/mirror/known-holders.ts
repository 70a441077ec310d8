/** A repository that has a blob, and when that was heard last, in milliseconds since the epoch. */
export interface Holder {
  readonly repository: string;
  readonly heardAt: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long a holder is believed to be one after it was heard of. */
export const HOLDER_KEPT_MS = 30 * DAY_MS;

/** What was heard of less long ago is not written again. */
const FRESH_MS = DAY_MS;

const MOST_HOLDERS = 4;

/** The repositories of those that may be asked, the latest first. */
export function latestHolders(known: readonly Holder[]): readonly string[] {
  return latestFirst(known)
    .slice(0, MOST_HOLDERS)
    .map(({ repository }) => repository);
}

/** Those of `known` that give way to `repository`; `undefined` where it was heard of lately, so that nothing changes. */
export function givingWay(
  known: readonly Holder[],
  repository: string,
  now: number,
): readonly Holder[] | undefined {
  const isFresh = ({ heardAt }: Holder) => now - heardAt < FRESH_MS;
  if (known.some((holder) => holder.repository === repository && isFresh(holder))) return undefined;
  const others = known.filter((holder) => holder.repository !== repository);
  return latestFirst(others).slice(MOST_HOLDERS - 1);
}

function latestFirst(known: readonly Holder[]): readonly Holder[] {
  return known.toSorted((one, other) => other.heardAt - one.heardAt);
}
