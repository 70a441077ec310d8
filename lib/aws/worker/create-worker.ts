import pMap from 'p-map';
import type { Clock } from '../../clock.ts';
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

/** When uploads are put down at the end of a chunk: most arrive in seconds. A quarter of what is left, for short functions. */
const YIELDING_MS = 30_000;

/** Kept back to give places and leases back, to record, and to hand on what is left: each may take some seconds. */
const MARGIN_MS = 15_000;

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
    const leftMs = context.getRemainingTimeInMillis();
    const ended = new AbortController();
    const yielding = after(leftMs - Math.min(YIELDING_MS, leftMs / 4), {
      clock,
      signal: ended.signal,
    });
    const due = after(leftMs - Math.min(MARGIN_MS, leftMs / 8), { clock, signal: ended.signal });
    const keeper = createKeeper(lane.queueUrl);
    const signals = { yielding: yielding.signal, signal: due.signal };
    const invocation = new Invocation({ lane, keeper, ...signals }, dependencies);
    try {
      await keeper.keep(records.map(({ receiptHandle }) => receiptHandle));
      const handle = (record: DeliveredMessage) => returnedBy(record, invocation);
      const returned = await pMap(records, handle, { concurrency: IMAGES_AT_A_TIME });
      return { batchItemFailures: returned.flat() };
    } finally {
      ended.abort();
      await Promise.all([yielding.waiting, due.waiting]);
      await keeper.end();
      metrics.emit();
    }
  };
}

/** A signal that is aborted with {@link OutOfTimeError} after so long. */
function after(
  ms: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): { readonly signal: AbortSignal; readonly waiting: Promise<void> } {
  const controller = new AbortController();
  const waiting = clock
    .sleep(Math.max(0, ms), { signal })
    .then(() => controller.abort(new OutOfTimeError()))
    // The end of the batch interrupts the wait.
    .catch(() => {});
  return { signal: controller.signal, waiting };
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
