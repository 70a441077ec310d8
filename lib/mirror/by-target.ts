import type { Outcome } from './outcome.ts';

type Names = Pick<Outcome, 'source' | 'target'>;

/** Orders outcomes by target, and behind them those that have none by source. */
export function byTarget(one: Names, other: Names): number {
  if (one.target === null || other.target === null) {
    return (
      Number(one.target === null) - Number(other.target === null) ||
      byText(one.source, other.source)
    );
  }
  return byText(one.target, other.target);
}

/** By code units, as the keys of a ledger sort. */
function byText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
