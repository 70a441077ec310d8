import { PRICES } from './prices.ts';
import type { Amounts, Usage } from './usage.ts';

/** Dollars for `amounts`, at list prices. */
export function dollarsOf(amounts: Amounts): number {
  const counts: Readonly<Record<string, number>> = amounts;
  return Object.entries(PRICES).reduce(
    (total, [priced, price]) => total + (counts[priced] ?? 0) * price,
    0,
  );
}

export function totalOf(usage: readonly Usage[]): number {
  return usage.reduce((total, { amounts }) => total + dollarsOf(amounts), 0);
}
