import type { Outcome } from '../../mirror/outcome.ts';
import type { Ledger } from '../../mirror/ports.ts';
import type { Run, RunSummary } from '../../mirror/run.ts';

/** What is heard of a ledger. */
export interface LedgerEars {
  readonly begun: (run: Run) => void;
  readonly counted: (runId: string, outcome: Outcome) => void;
  readonly completed: (run: RunSummary) => void;
  /** Which open runs are the listener's business. */
  readonly isOurs: (run: RunSummary) => boolean;
}

/** `ledger`, which tells what it counts when it does: what comes twice is told once. */
export function tellingLedger(
  ledger: Ledger,
  { begun, counted, completed, isOurs }: LedgerEars,
): Ledger {
  return {
    openRun: async (run) => {
      await ledger.openRun(run);
      begun(run);
    },
    record: async (runId, outcome, memory) => {
      const isCounted = await ledger.record(runId, outcome, memory);
      if (isCounted) counted(runId, outcome);
      return isCounted;
    },
    recordPlanned: async (runId, position, outcome) => {
      const isCounted = await ledger.recordPlanned(runId, position, outcome);
      if (isCounted) counted(runId, outcome);
      return isCounted;
    },
    listOpenRuns: async () => (await ledger.listOpenRuns()).filter(isOurs),
    markPlanned: (...call) => ledger.markPlanned(...call),
    completeRun: async (...call) => {
      const run = await ledger.completeRun(...call);
      if (run) completed(run);
      return run;
    },
    supersedeRun: (...call) => ledger.supersedeRun(...call),
    listCounted: (...call) => ledger.listCounted(...call),
    retire: (...call) => ledger.retire(...call),
    readRun: (runId) => ledger.readRun(runId),
    readImage: (target) => ledger.readImage(target),
    recall: (target) => ledger.recall(target),
  };
}
