import { SyncerError } from '../../errors.ts';

/** A planning was handed on again and again and did not come to its end. */
export class PlanUnfinishedError extends SyncerError {
  override readonly name = 'PlanUnfinishedError';
  readonly kind = 'transient';
  readonly code = 'PLAN_UNFINISHED';
  readonly hint =
    'look for lists of tags that take minutes to read; the next scheduled run goes on with what is kept';
  readonly retryable = true;

  constructor(runId: string, hops: number) {
    super(`the run ${runId} was not planned in ${hops} invocations`);
  }
}
