import type { Definition } from '../../definition/definition.ts';
import type { DefinitionRecord } from '../planner-ports.ts';
import type { RunSummary } from '../run.ts';
import type { InForce } from './read-in-force.ts';

/** What a planner knows when it decides what to do. */
export interface Situation {
  readonly record: DefinitionRecord;
  readonly inForce: InForce & { readonly definition: Definition };
  /** What was open when it came, and what of that is still, and in its time; the oldest first. */
  readonly found: readonly RunSummary[];
  readonly open: readonly RunSummary[];
}

/** Whether its planner has died: there is one at a time. */
export function isUnfinished(run: RunSummary, { record: { planned } }: Situation): boolean {
  if (run.state === 'planning') return true;
  return isWhole(run) && (planned === undefined || planned.runId < run.id);
}

/** Whether the run is over the whole definition. Of runs by hand the ledger does not tell what they are about. */
export function isWhole({ trigger }: RunSummary): boolean {
  return trigger === 'change' || trigger === 'schedule';
}
