import type { RunCycle, RunTriggered } from './run-cycle.ts';
import { isUnfinished, type Situation } from './situation.ts';

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
