import type { Clock } from '../../clock.ts';
import type { RetryPolicy } from '../../content/retry.ts';
import type { LargeBlobs } from '../../mirror/large-blobs.ts';
import type { Leases, Ledger, Memories, Repositories } from '../../mirror/ports.ts';
import type { SharedBlobs } from '../../mirror/shared-blobs.ts';
import type { Events } from '../events.ts';
import type { Log } from '../log.ts';
import type { OutcomeMetrics } from '../metrics/outcome-metrics.ts';
import type { MessageKeeper } from '../sqs/message-keeper.ts';
import type { SqsQueue } from '../sqs/sqs-queue.ts';
import type { Lane } from './lane.ts';

/** Keeps the messages of one invocation hidden from other workers. */
export type Keeper = Pick<MessageKeeper, 'keep' | 'returnAfter' | 'end'>;

/** What a worker needs besides messages; it outlives every invocation. */
export interface WorkerDependencies {
  readonly ledger: Ledger;
  readonly leases: Leases;
  readonly memories: Memories;
  readonly repositories: Repositories;
  readonly sharedBlobs: SharedBlobs;
  readonly largeBlobs: LargeBlobs;
  readonly compare: Lane;
  readonly copy: Lane;
  readonly deadLetters: Pick<SqsQueue, 'sendRaw'>;
  readonly createKeeper: (queueUrl: string) => Keeper;
  readonly events: Events;
  readonly clock: Clock;
  readonly retry: RetryPolicy;
  readonly log: Log;
  /** How often a message is delivered before its queue gives it up. */
  readonly maxReceives: number;
  /** A name that no other worker has. */
  readonly newOwner: () => string;
  /** Told of each outcome that is counted, and of the end of each invocation. */
  readonly metrics: Pick<OutcomeMetrics, 'count' | 'emit'>;
}

/** The part of a message that a worker looks at, as `SQSRecord` has it. */
export interface DeliveredMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
  readonly eventSourceARN: string;
}

/** What a worker uses of Lambda's context. */
export interface WorkerContext {
  getRemainingTimeInMillis(): number;
}

/** Messages that come back, as Lambda wants them told. */
export interface BatchAnswer {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}
