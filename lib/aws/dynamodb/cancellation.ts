import type { CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** Cancellation reasons that another transaction, or too many of them, gave: nothing is wrong with the writes. */
const PASSING = new Set([
  'None',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** Whether the same transaction may be written later. */
export function isPassing({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  return CancellationReasons.every(({ Code = 'None' }) => PASSING.has(Code));
}

/** The places of the writes whose conditions do not hold. */
export function refusedConditions({
  CancellationReasons = [],
}: TransactionCanceledException): ReadonlySet<number> {
  const isRefused = ({ Code }: CancellationReason) => Code === 'ConditionalCheckFailed';
  return new Set(
    CancellationReasons.flatMap((reason, place) => (isRefused(reason) ? [place] : [])),
  );
}
