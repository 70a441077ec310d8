import type { Clock } from '../../clock.ts';
import { NOTHING_FOUND } from '../../mirror/findings.ts';
import { outcomeErrorOf } from '../../mirror/outcome-error.ts';
import type { Ledger, RecordedOutcome } from '../../mirror/ports.ts';
import type { Events } from '../events.ts';
import type { Log } from '../log.ts';
import type { OutcomeMetrics } from '../metrics/outcome-metrics.ts';
import { parseSyncMessage, type SyncMessage } from '../sqs/sync-message.ts';
import type { BatchEvent } from './create-worker.ts';
import { RetriesExhaustedError } from './errors.ts';
import type { BatchAnswer, DeliveredMessage } from './worker.ts';

export interface DeadLetterDependencies {
  readonly ledger: Pick<Ledger, 'record' | 'completeRun'>;
  readonly events: Pick<Events, 'runCompleted'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<OutcomeMetrics, 'count' | 'emit'>;
}

/** What is logged of a message that nobody understands. */
const LONGEST_BODY = 1024;

/**
 * Records as failed what the workers' queues gave up, so that its run completes. A message that is not
 * understood stays where it is: a newer version may know it, and an alarm tells of it until then.
 */
export function createDeadLetterConsumer(
  dependencies: DeadLetterDependencies,
): (event: BatchEvent) => Promise<BatchAnswer> {
  return async ({ Records: records }) => {
    const batchItemFailures: BatchAnswer['batchItemFailures'] = [];
    for (const record of records) {
      if (await isRecorded(record, dependencies)) continue;
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
    dependencies.metrics.emit();
    return { batchItemFailures };
  };
}

async function isRecorded(
  { messageId, body }: DeliveredMessage,
  dependencies: DeadLetterDependencies,
): Promise<boolean> {
  const { log } = dependencies;
  const message = parseSyncMessage(body);
  if (!message) {
    log.error('dead letter is not understood', { messageId, body: body.slice(0, LONGEST_BODY) });
    return false;
  }
  try {
    await recordFailure(message, dependencies);
    return true;
  } catch (error) {
    log.error('dead letter not recorded', { messageId, error });
    return false;
  }
}

async function recordFailure(
  { request, attempt }: SyncMessage,
  { ledger, events, clock, log, metrics }: DeadLetterDependencies,
): Promise<void> {
  const { runId, source, target } = request;
  const error = outcomeErrorOf(new RetriesExhaustedError(target));
  const ending = { ...NOTHING_FOUND, attempts: attempt, durationMs: 0, error };
  const outcome: RecordedOutcome = { source, target, ...ending };
  const isCounted = await ledger.record(runId, outcome);
  if (isCounted) {
    metrics.count(outcome);
    log.error('image given up', { run: runId, source, target, status: outcome.status, error });
  }
  const finishedAt = new Date(clock.now()).toISOString();
  await ledger.completeRun(runId, finishedAt, (run) => events.runCompleted(run));
}
