import pMap from 'p-map';
import { OutOfTimeError } from './errors.ts';
import { Invocation } from './invocation.ts';
import { laneOf } from './lane.ts';
import { syncMessage } from './sync-message.ts';
import type { BatchAnswer, DeliveredMessage, WorkerContext, WorkerDependencies } from './worker.ts';

export interface BatchEvent {
  readonly Records: readonly DeliveredMessage[];
}

/** A batch has ten at the most: every image waits for registries most of its time. */
const IMAGES_AT_A_TIME = 10;

/** Kept back to give places and leases back, to record, and to hand on what is left: each may take some seconds. */
const MARGIN_MS = 30_000;

/**
 * Syncs the images of a batch; a message that is to come again does so alone. Resolves, whatever becomes of
 * them, before the time of the function is over.
 */
export function createWorker(
  dependencies: WorkerDependencies,
): (event: BatchEvent, context: WorkerContext) => Promise<BatchAnswer> {
  const { clock, compare, copy, createKeeper, metrics } = dependencies;
  return async ({ Records: records }, context) => {
    const [first] = records;
    if (!first) return { batchItemFailures: [] };
    const lane = laneOf(first.eventSourceARN, [compare, copy]);
    const due = new AbortController();
    const ended = new AbortController();
    const timer = clock
      .sleep(Math.max(0, context.getRemainingTimeInMillis() - MARGIN_MS), ended)
      .then(() => due.abort(new OutOfTimeError()))
      // The end of the batch interrupts the wait.
      .catch(() => {});
    const keeper = createKeeper(lane.queueUrl);
    const invocation = new Invocation({ lane, keeper, signal: due.signal }, dependencies);
    try {
      await keeper.keep(records.map(({ receiptHandle }) => receiptHandle));
      const handle = (record: DeliveredMessage) => returnedBy(record, invocation);
      const returned = await pMap(records, handle, { concurrency: IMAGES_AT_A_TIME });
      return { batchItemFailures: returned.flat() };
    } finally {
      ended.abort();
      await timer;
      await keeper.end();
      metrics.emit();
    }
  };
}

/** The message again, where it has to come back. */
async function returnedBy(
  record: DeliveredMessage,
  invocation: Invocation,
): Promise<BatchAnswer['batchItemFailures']> {
  const { messageId } = record;
  try {
    if (await syncMessage(record, invocation)) return [];
  } catch (error) {
    // The ledger or a queue: what can be said of the image is said when the message comes back.
    invocation.log.error('message not handled', { messageId, error });
  }
  return [{ itemIdentifier: messageId }];
}
