import { SyncerError } from '../../errors.ts';

/** What the planner can be called with. */
const ACCEPTED = [
  'Object Created and Object Deleted of the definition in S3',
  'referenceCreated, referenceUpdated and referenceDeleted of its branch in CodeCommit',
  '{"trigger": "schedule", "scheduledTime": "…", "executionId": "…"}',
  '{}',
  '{"only": ["source or target, or a glob"]}',
  '{"dryRun": true}, alone, with "only" or with "definition": "the text of a definition"',
  '{"retry": "failing"}',
  '{"resume": "the id of a run"}',
];

/** Nobody knows what whoever called the planner wants. */
export class PlannerEventError extends SyncerError {
  override readonly name = 'PlannerEventError';
  readonly kind = 'definition';
  readonly code = 'EVENT_UNKNOWN';
  readonly hint = 'call it with one of these';
  readonly retryable = false;

  /** `event` is shown in part, since whoever calls knows the rest; of an error Lambda shows callers the message alone. */
  constructor(event: unknown) {
    const shown = JSON.stringify(event) ?? String(event);
    const accepted = ACCEPTED.join('; ');
    super(`the planner takes no event such as ${shown.slice(0, 200)}, but: ${accepted}`);
  }
}
