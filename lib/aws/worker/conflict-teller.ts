import { SyncerError } from '../../errors.ts';
import type { ImageRecord, Ledger, RecordedOutcome } from '../../mirror/ports.ts';
import type { Events } from '../events.ts';
import type { Log } from '../log.ts';

export interface ConflictTellerDependencies {
  readonly events: Pick<Events, 'imageConflict'>;
  readonly log: Log;
}

/**
 * A ledger that tells of images that conflict for the first time, or with other content than before. An
 * image is told of before it is recorded, so that one whose worker dies between is told of again.
 */
export function tellingConflicts(
  ledger: Pick<Ledger, 'record' | 'completeRun' | 'readImage'>,
  dependencies: ConflictTellerDependencies,
): Pick<Ledger, 'record' | 'completeRun'> {
  return {
    record: async (runId, outcome, memory) => {
      if (outcome.status === 'conflict') {
        const former = await ledger.readImage(outcome.target);
        if (isNew(outcome, former)) await tell({ runId, outcome, former }, dependencies);
      }
      return await ledger.record(runId, outcome, memory);
    },
    completeRun: (...call) => ledger.completeRun(...call),
  };
}

function isNew({ wantedDigest }: RecordedOutcome, former: ImageRecord | undefined): boolean {
  return former?.outcome.status !== 'conflict' || former.outcome.wantedDigest !== wantedDigest;
}

interface NewlyConflicting {
  readonly runId: string;
  readonly outcome: RecordedOutcome;
  readonly former: ImageRecord | undefined;
}

/** A bus that will never take the event is no reason to lose the outcome; another failure has the message come again. */
async function tell(
  { runId, outcome, former }: NewlyConflicting,
  { events, log }: ConflictTellerDependencies,
): Promise<void> {
  const previousStatus = former?.outcome.status;
  try {
    await events.imageConflict({ runId, outcome, ...(previousStatus && { previousStatus }) });
  } catch (error) {
    if (!(error instanceof SyncerError) || error.retryable) throw error;
    log.error('conflict is not told', { run: runId, target: outcome.target, error });
  }
}
