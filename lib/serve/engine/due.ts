import type { LedgerReader } from '../../mirror/ledger-reader.ts';
import type { RunTrigger } from '../../mirror/run.ts';
import type { Schedule } from '../schedule/schedule.ts';

/** Why a service begins a run; those of commands beside it are none of its own. */
export const OWN_TRIGGERS: ReadonlySet<RunTrigger> = new Set(['change', 'schedule']);

/** Far more than commands begin between two runs of a service. */
const LOOKED_AT = 100;

/**
 * When the schedule calls for the next run, in milliseconds since the epoch: what was missed while
 * nobody served is due at once, and what was heeded and came to nothing is not due again. Infinite where it never does.
 */
export async function nextDue(
  schedule: Schedule,
  reader: Pick<LedgerReader, 'listRuns'>,
  { heededAt, startedAt }: { readonly heededAt: number; readonly startedAt: number },
): Promise<number> {
  const runs = await reader.listRuns({ limit: LOOKED_AT });
  const latest = runs.find(({ trigger }) => OWN_TRIGGERS.has(trigger));
  const latestAt = latest ? Date.parse(latest.startedAt) : startedAt;
  return schedule.next(Math.max(latestAt, heededAt)) ?? Infinity;
}
