import type { Outcome } from '../../mirror/outcome.ts';
import type { Write } from './table-writes.ts';

/** Something to be counted in a run, exactly once. */
export interface Recording {
  readonly runId: string;
  readonly outcome: Outcome;
  /** Two recordings of one key are not written at one time. */
  readonly key: string;
  /**
   * What is to be written together with the count, on conditions that make it count once; `undefined`
   * where it has been counted. Asked again when a condition did not hold.
   */
  prepare(): Promise<readonly Write[] | undefined>;
}
