import type { OutcomeStatus } from './outcome.ts';

/** What an image ends in that somebody has to look at: such images are listed until they end otherwise. */
export const FAILING_STATUSES = [
  'conflict',
  'skipped',
  'failed',
] as const satisfies readonly OutcomeStatus[];

/** Whether an image that ended in `status` is listed as failing. */
export function isFailing(status: OutcomeStatus): boolean {
  return FAILING_STATUSES.some((failing) => failing === status);
}
