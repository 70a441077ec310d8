import type { OutcomeStatus } from '../mirror/outcome.ts';
import type { BrokenDefinition } from '../mirror/planner-ports.ts';
import type { RecordedOutcome } from '../mirror/ports.ts';
import type { RunSummary } from '../mirror/run.ts';

/** What the service tells the account that it runs in; each may be told more than once. */
export interface Events {
  runCompleted(run: RunSummary): Promise<void>;
  /** An image conflicts that did not conflict with the same content before. */
  imageConflict(conflict: NewConflict): Promise<void>;
  /** `definition` names the source whose newest text cannot be used. */
  definitionBroken(definition: string, broken: BrokenDefinition): Promise<void>;
}

export interface NewConflict {
  readonly runId: string;
  readonly outcome: RecordedOutcome;
  /** Absent where the image had no record. */
  readonly previousStatus?: OutcomeStatus;
}
