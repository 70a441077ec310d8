import { FIGURES, type Figures } from './figures.ts';

/** The median of each figure by itself, over those that have it. */
export function medianOf(runs: readonly Figures[]): Figures {
  return Object.fromEntries(
    FIGURES.flatMap((figure) => {
      const values = runs.flatMap(({ [figure]: value }) => (value === undefined ? [] : [value]));
      return values.length === 0 ? [] : [[figure, median(values)]];
    }),
  );
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const [lower, upper] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (lower === undefined || upper === undefined) throw new Error('nothing was measured');
  return (lower + upper) / 2;
}
