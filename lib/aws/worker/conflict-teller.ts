import type { ImageRecord, Ledger, RecordedOutcome } from '../../mirror/ports.ts';
import type { Events } from '../events.ts';

/**
 * A ledger that tells of images that conflict for the first time, or with other content than before. An
 * image is told of before it is recorded, so that one whose worker dies between is told of again.
 */
export function tellingConflicts(
  ledger: Pick<Ledger, 'record' | 'completeRun' | 'readImage'>,
  events: Pick<Events, 'imageConflict'>,
): Pick<Ledger, 'record' | 'completeRun'> {
  return {
    record: async (runId, outcome, memory) => {
      if (outcome.status === 'conflict') {
        const former = await ledger.readImage(outcome.target);
        if (isNew(outcome, former)) {
          const previousStatus = former?.outcome.status;
          await events.imageConflict({ runId, outcome, ...(previousStatus && { previousStatus }) });
        }
      }
      return await ledger.record(runId, outcome, memory);
    },
    completeRun: (...call) => ledger.completeRun(...call),
  };
}

function isNew({ wantedDigest }: RecordedOutcome, former: ImageRecord | undefined): boolean {
  return former?.outcome.status !== 'conflict' || former.outcome.wantedDigest !== wantedDigest;
}
