import type { QuotaUse } from './quota.ts';
import type { Simulation } from './simulation.ts';

/** A quota that holds a run up, and for which share of its time. */
export interface Binding extends QuotaUse {
  readonly share: number;
}

/** Whoever is refused does something else, or nothing, for a while: less than a third of the time tells of no limit. */
const LEAST_SHARE = 1 / 3;

/**
 * What holds a run up: of what was at its limit for a third of the time a rate before a number of workers, since
 * more of those would only wait for it. `undefined` where it is nothing but the wait for answers.
 */
export function bindingOf({ quotas, runMs }: Simulation): Binding | undefined {
  const binding = quotas
    .map((quota) => ({ ...quota, share: Math.min(1, quota.atLimitMs / runMs) }))
    .filter(({ share }) => share >= LEAST_SHARE);
  const rates = binding.filter(({ isLevel }) => !isLevel);
  const [first] = (rates.length > 0 ? rates : binding).toSorted((a, b) => b.share - a.share);
  return first;
}
