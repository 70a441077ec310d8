import type { NewConflict } from '../../../lib/aws/events.ts';
import { firstMessage, type SyncMessage } from '../../../lib/aws/sqs/sync-message.ts';
import { createWorker } from '../../../lib/aws/worker/create-worker.ts';
import type { Lane } from '../../../lib/aws/worker/lane.ts';
import type {
  BatchAnswer,
  DeliveredMessage,
  WorkerDependencies,
} from '../../../lib/aws/worker/worker.ts';
import type { EmbeddedRegistryOptions } from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { LARGE_BLOB_BYTES } from '../../../lib/mirror/large-blob-bytes.ts';
import type { Outcome } from '../../../lib/mirror/outcome.ts';
import type { RunSummary } from '../../../lib/mirror/run.ts';
import { SharedBlobs } from '../../../lib/mirror/shared-blobs.ts';
import type { SyncRequest } from '../../../lib/mirror/sync-request.ts';
import { MemoryCheckpoints } from '../memory-checkpoints.ts';
import { type Mirror, startMirror } from '../mirror.ts';
import { FIRST_RUN, run } from '../run-builder.ts';
import { ToldLog } from '../told-log.ts';

/** A message that was sent on: to which lane, and kept back for how long. */
export interface SentOn {
  readonly lane: 'compare' | 'copy';
  readonly message: SyncMessage;
  readonly delayMs: number;
}

const MINUTES = 60_000;

/** A worker between two registries, on a ledger in memory; its queues are lists of what was sent. */
export class WorkerFixture {
  readonly mirror: Mirror;
  readonly log = new ToldLog();
  readonly sent: SentOn[] = [];
  readonly deadLetters: string[] = [];
  /** What is kept hidden, and what is to come back after how many seconds. */
  readonly kept: string[] = [];
  readonly returned: { readonly receipt: string; readonly seconds: number }[] = [];
  readonly completed: RunSummary[] = [];
  readonly conflicts: NewConflict[] = [];
  readonly counted: Outcome[] = [];
  keepersAtWork = 0;
  emissions = 0;
  #owners = 0;

  constructor(mirror: Mirror) {
    this.mirror = mirror;
  }

  /** Opens {@link FIRST_RUN}, which expects `images`. */
  async plan(images: number): Promise<void> {
    await this.mirror.ledger.openRun(run());
    await this.mirror.ledger.markPlanned(FIRST_RUN, images);
  }

  message(given: Partial<SyncMessage> = {}, request: Partial<SyncRequest> = {}): SyncMessage {
    return {
      ...firstMessage(this.mirror.request(request), this.mirror.clock.now()),
      ...given,
    };
  }

  /** `body` as it is delivered by the compare lane, for the first time unless told otherwise. */
  delivered(
    body: SyncMessage | string,
    { receives = 1, lane = 'compare', id = 'first' } = {},
  ): DeliveredMessage {
    return {
      messageId: id,
      receiptHandle: `receipt of ${id}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      attributes: { ApproximateReceiveCount: String(receives) },
      eventSourceARN: `arn:aws:sqs:eu-central-1:123456789012:${lane}`,
    };
  }

  dependencies(given: Partial<WorkerDependencies> = {}): WorkerDependencies {
    const { ledger, leases, clock } = this.mirror;
    const { repositories, memories, retry } = this.mirror.dependencies();
    return {
      ...{ ledger, leases, memories, repositories, clock, retry },
      log: this.log,
      sharedBlobs: new SharedBlobs({ clock }),
      largeBlobs: {
        ...LARGE_BLOB_BYTES,
        resumeHashFrom: LARGE_BLOB_BYTES.fromBytes,
        checkpoints: new MemoryCheckpoints(clock),
      },
      compare: { ...this.#lane('compare'), maxBytes: 64 * 1024 * 1024 },
      copy: this.#lane('copy'),
      deadLetters: { sendRaw: async (body) => void this.deadLetters.push(body) },
      createKeeper: () => this.#createKeeper(),
      events: {
        runCompleted: async (completed) => void this.completed.push(completed),
        imageConflict: async (conflict) => void this.conflicts.push(conflict),
        definitionBroken: async () => {},
      },
      maxReceives: 5,
      newOwner: () => `worker ${++this.#owners}`,
      metrics: {
        count: (outcome) => void this.counted.push(outcome),
        emit: () => {
          this.emissions += 1;
        },
      },
      ...given,
    };
  }

  /** Calls the function, which is given a quarter of an hour, or `lifeMs`. */
  work(
    records: readonly DeliveredMessage[],
    { lifeMs = 15 * MINUTES, ...given }: Partial<WorkerDependencies> & { lifeMs?: number } = {},
  ): Promise<BatchAnswer> {
    const context = { getRemainingTimeInMillis: () => lifeMs };
    return createWorker(this.dependencies(given))({ Records: records }, context);
  }

  #lane(lane: 'compare' | 'copy'): Lane {
    const queueUrl = `https://sqs.eu-central-1.amazonaws.com/123456789012/${lane}`;
    const sendOn: Lane['queue']['sendOn'] = async (message, delayMs = 0) => {
      this.sent.push({ lane, message, delayMs });
    };
    return { queueUrl, queue: { sendOn } };
  }

  #createKeeper(): ReturnType<WorkerDependencies['createKeeper']> {
    this.keepersAtWork += 1;
    return {
      keep: async (receipts) => void this.kept.push(...receipts),
      returnAfter: async (receipt, seconds) => void this.returned.push({ receipt, seconds }),
      end: async () => {
        this.keepersAtWork -= 1;
      },
    };
  }
}

export async function startWorker(target?: EmbeddedRegistryOptions): Promise<WorkerFixture> {
  return new WorkerFixture(await startMirror(target));
}
