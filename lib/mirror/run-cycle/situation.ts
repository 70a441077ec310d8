import type { Definition } from '../../definition/definition.ts';
import type { DefinitionRecord } from '../planner-ports.ts';
import type { RunSummary } from '../run.ts';
import type { InForce } from './read-in-force.ts';
import type { RunCycle, RunTriggered } from './run-cycle.ts';
import { supersede } from './tend-open-runs.ts';

/** What a planner knows when it decides what to do. */
export interface Situation {
  readonly record: DefinitionRecord;
  readonly inForce: InForce & { readonly definition: Definition };
  /** What was open when it came, and what of that is still, and in its time; the oldest first. */
  readonly found: readonly RunSummary[];
  readonly open: readonly RunSummary[];
}

/** Why `trigger` calls for no run; `undefined` where it calls for one. */
export async function reasonToSkip(
  { kind }: RunTriggered,
  runId: string,
  { situation, cycle }: { readonly situation: Situation; readonly cycle: RunCycle },
): Promise<string | undefined> {
  const { inForce, open } = situation;
  if (kind === 'change') {
    if (inForce.broken) return 'the definition cannot be used: the last one stays in force';
    return (await isPlanned(situation, cycle)) ? 'this version is planned already' : undefined;
  }
  if (kind !== 'schedule') return undefined;
  const other = open.find((run) => run.id !== runId && !isUnfinished(run, situation));
  return other && `the run ${other.id} is open`;
}

/** Whether what is in force was planned last, and nothing else was begun since. */
async function isPlanned(
  { record: { planned }, inForce: { definition }, found }: Situation,
  { ledger }: RunCycle,
): Promise<boolean> {
  if (planned?.version !== definition.version) return false;
  const isOvertaken = found.some(
    ({ id, definitionVersion }) => id > planned.runId && definitionVersion !== planned.version,
  );
  return !isOvertaken && (await ledger.readRun(planned.runId))?.state !== 'superseded';
}

/**
 * The run that a scheduled one goes on with instead of a new one: the latest over the whole definition that
 * somebody began to plan and did not live to finish. Others of that kind are ended.
 */
export async function takeOver(
  ownId: string,
  { situation, cycle }: { readonly situation: Situation; readonly cycle: RunCycle },
): Promise<RunSummary | undefined> {
  const { open } = situation;
  if (open.some(({ id }) => id === ownId)) return undefined;
  const taken = open.findLast((run) => isUnfinished(run, situation) && isWhole(run));
  const orphans = open.filter((run) => run.state === 'planning' && run !== taken);
  for (const orphan of orphans) await supersede(orphan, cycle);
  return taken;
}

/** Whether its planner has died: there is one at a time. */
function isUnfinished(run: RunSummary, { record: { planned } }: Situation): boolean {
  if (run.state === 'planning') return true;
  return isWhole(run) && (planned === undefined || planned.runId < run.id);
}

/** Of runs by hand the ledger does not tell what they are about. */
function isWhole({ trigger }: RunSummary): boolean {
  return trigger === 'change' || trigger === 'schedule';
}
