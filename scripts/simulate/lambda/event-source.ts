import type { BatchEvent } from '../../../lib/aws/worker/create-worker.ts';
import type { BatchAnswer } from '../../../lib/aws/worker/worker.ts';
import { ASSUMPTIONS } from '../assumptions.ts';
import type { Delivered, SimulatedQueue } from '../queue.ts';
import { LevelQuota, type QuotaFacts } from '../quota.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { SimulatedFunction } from './simulated-function.ts';

export interface EventSourceOptions {
  readonly clock: VirtualClock;
  readonly queue: SimulatedQueue;
  readonly target: SimulatedFunction<BatchEvent, BatchAnswer>;
  readonly batchSize: number;
  /** `maximumConcurrency`: so many batches are worked on at a time. */
  readonly concurrency: QuotaFacts;
}

/**
 * So many batches at a time in the beginning, and evenly so many more in a minute while there are messages:
 * docs.aws.amazon.com/lambda, "Configuring scaling behavior for SQS event source mappings".
 */
const FIRST_BATCHES = 5;
const MORE_BATCHES_A_MINUTE = 300;

/** Takes messages from a queue to a function, in batches as full as there are messages. */
export class EventSource {
  readonly concurrency: LevelQuota;
  readonly #options: EventSourceOptions;
  /** Requests to SQS that Lambda makes: to receive a batch, and to delete what is done of it. */
  requests = 0;
  #running = 0;
  #since: number | undefined;

  constructor(options: EventSourceOptions) {
    this.#options = options;
    this.concurrency = new LevelQuota(options.concurrency);
    options.queue.onArrival(() => this.#later());
  }

  get isIdle(): boolean {
    return this.#running === 0 && this.#options.queue.isEmpty;
  }

  /** Together with what arrives at the same time. */
  #later(): void {
    if (this.#hasRoom()) this.#options.clock.after(0, () => this.#start());
  }

  #start(): void {
    const { queue, batchSize } = this.#options;
    while (queue.backlog > 0 && this.#hasRoom()) {
      const batch = queue.receive(batchSize);
      if (batch.length > 0) void this.#deliver(batch);
    }
  }

  #hasRoom(): boolean {
    const now = this.#options.clock.now();
    this.#since ??= now;
    const minutes = (now - this.#since) / 60_000;
    const scaledTo = FIRST_BATCHES + Math.floor(minutes * MORE_BATCHES_A_MINUTE);
    return this.concurrency.hasRoom && this.#running < scaledTo;
  }

  async #deliver(batch: readonly Delivered[]): Promise<void> {
    const { clock, queue, target } = this.#options;
    this.#running += 1;
    this.concurrency.change(1, clock.now());
    this.requests += 2;
    await clock.sleep(ASSUMPTIONS.deliveryMs);
    const records = batch.map((message) => recordOf(message, queue.name));
    const { batchItemFailures } = await target.invoke({ Records: records });
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    await clock.sleep(ASSUMPTIONS.queueMs);
    for (const { receipt } of batch) if (!failed.has(receipt)) queue.remove(receipt);
    this.#running -= 1;
    this.concurrency.change(-1, clock.now());
    this.#start();
  }
}

function recordOf(
  { receipt, body, receives }: Delivered,
  queue: string,
): BatchEvent['Records'][number] {
  return {
    messageId: receipt,
    receiptHandle: receipt,
    body,
    attributes: { ApproximateReceiveCount: String(receives) },
    eventSourceARN: `arn:aws:sqs:us-east-1:123456789012:${queue}`,
  };
}
