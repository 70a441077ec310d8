import { SyncerError } from '../../errors.ts';
import type { Announcements } from '../../mirror/run-cycle/run-cycle.ts';
import type { Log } from '../log.ts';

/**
 * Announcements whose bus may refuse them for good, such as one that was deleted: that is logged, and no reason to
 * plan nothing any more. Another failure surfaces, so that the announcement is made when the planner is called again.
 */
export function announcingOrLogging(announcements: Announcements, log: Log): Announcements {
  const orLog = async (announcing: Promise<void>, fields: object) => {
    try {
      await announcing;
    } catch (error) {
      if (!(error instanceof SyncerError) || error.retryable) throw error;
      log.error('announcement is not taken', { ...fields, error });
    }
  };
  return {
    runCompleted: (run) => orLog(announcements.runCompleted(run), { run: run.id }),
    definitionBroken: (definition, broken) =>
      orLog(announcements.definitionBroken(definition, broken), { definition }),
  };
}
