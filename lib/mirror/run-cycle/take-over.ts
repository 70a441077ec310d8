import type { RunSummary } from '../run.ts';
import type { RunCycle } from './run-cycle.ts';
import { isUnfinished, isWhole, type Situation } from './situation.ts';
import { supersede } from './tend-open-runs.ts';

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
