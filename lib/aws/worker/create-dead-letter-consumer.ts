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
  readonly ledger: Pick<Ledger, 'readRun' | 'record' | 'completeRun'>;
  readonly events: Pick<Events, 'runCompleted'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<OutcomeMetrics, 'count' | 'emit'>;
}

/** What became of a letter: the queue may forget it, or nobody here understands it, or it has to come again. */
type Fate = 'settled' | 'not-understood' | 'not-recorded';

/** What is logged of a message that nobody understands. */
const LONGEST_BODY = 1024;

/**
 * Records as failed what the workers' queues gave up, so that its run completes. A message that is not
 * understood stays where it is: a newer version may know it, and an alarm tells of it until then.
 *
 * Rejects, after all others are recorded, where a letter could not be: Lambda counts no failure of single messages
 * as an error. The whole batch comes again then, which counts nothing twice.
 */
export function createDeadLetterConsumer(
  dependencies: DeadLetterDependencies,
): (event: BatchEvent) => Promise<BatchAnswer> {
  return async ({ Records: records }) => {
    const fates = new Map<string, Fate>();
    // One after another: what a ledger is given at one time may be written together, and fail together.
    for (const record of records) fates.set(record.messageId, await fateOf(record, dependencies));
    dependencies.metrics.emit();
    const messagesOf = (fate: Fate) => [...fates.keys()].filter((id) => fates.get(id) === fate);
    const unrecorded = messagesOf('not-recorded').length;
    if (unrecorded > 0) throw new Error(complaintOf(unrecorded, records.length));
    const left = messagesOf('not-understood');
    return { batchItemFailures: left.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

function complaintOf(unrecorded: number, all: number): string {
  return `${unrecorded} of ${all} dead letters could not be recorded: see "dead letter not recorded" in this log; they come again by themselves`;
}

async function fateOf(
  { messageId, body }: DeliveredMessage,
  dependencies: DeadLetterDependencies,
): Promise<Fate> {
  const { log } = dependencies;
  const message = parseSyncMessage(body);
  if (!message) {
    log.error('dead letter is not understood', { messageId, body: body.slice(0, LONGEST_BODY) });
    return 'not-understood';
  }
  try {
    await settle(message, dependencies);
    return 'settled';
  } catch (error) {
    const { runId, source, target } = message.request;
    log.error('dead letter not recorded', { messageId, run: runId, source, target, error });
    return 'not-recorded';
  }
}

/** Nobody waits for the images of a run that is over; where a newer one took its place, that one speaks of them. */
async function settle(message: SyncMessage, dependencies: DeadLetterDependencies): Promise<void> {
  const { ledger, log } = dependencies;
  const { runId, source, target } = message.request;
  const state = (await ledger.readRun(runId))?.state;
  if (state !== 'planning' && state !== 'planned') {
    log.info('dead letter dropped', { run: runId, source, target, state: state ?? 'forgotten' });
    return;
  }
  await recordFailure(message, dependencies);
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
  // Also where it was counted before: the run may not have been completed then.
  const finishedAt = new Date(clock.now()).toISOString();
  await ledger.completeRun(runId, finishedAt, (run) => events.runCompleted(run));
}
