import type { Queue } from '../mirror/ports.ts';
import type { SyncRequest } from '../mirror/sync-request.ts';
import { Fifo } from './fifo.ts';

export interface HandleOptions {
  readonly signal: AbortSignal;
  /** How often the request has been delivered, this time included: always 1 here. */
  readonly attempt: number;
}

/** Who handles requests, and how many at a time. */
export interface MemoryQueueOptions {
  /** How many requests are handled at a time. */
  readonly workers: number;
  /** Ends the handling: requests in flight are told, those not yet started are abandoned. */
  readonly signal: AbortSignal;
  /** Is expected not to reject; if it does, the others are handled all the same. */
  readonly handle: (request: SyncRequest, options: HandleOptions) => Promise<void>;
  /** Receives, instead of `handle`, each request that had not started at the abort. */
  readonly abandoned: (request: SyncRequest) => Promise<void>;
}

/** A queue in this process's memory, with its workers. Requests start in the order in which they were sent. */
export interface MemoryQueue extends Queue {
  /**
   * Resolves once everything that was sent has been handled or abandoned, and
   * rejects then with the first error of a handler, where there was one.
   */
  drain(): Promise<void>;
}

/** Throws `RangeError` for less than one worker, which would never handle anything. */
export function createMemoryQueue(options: MemoryQueueOptions): MemoryQueue {
  if (!(options.workers >= 1)) throw new RangeError(`${options.workers} workers handle nothing`);
  return new WorkerPool(options);
}

class WorkerPool implements MemoryQueue {
  readonly #options: MemoryQueueOptions;
  readonly #waiting = new Fifo<SyncRequest>();
  /** What drain() waits for: a promise of each worker, of which none rejects. */
  readonly #workers = new Set<Promise<void>>();
  /** Falls in the step that finds nothing waiting, while a promise settles later than that. */
  #working = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: MemoryQueueOptions) {
    this.#options = options;
  }

  async send(requests: readonly SyncRequest[]): Promise<void> {
    for (const request of requests) {
      this.#waiting.push(request);
      if (this.#working < this.#options.workers) this.#startWorker();
    }
  }

  async drain(): Promise<void> {
    // A set's iterator also meets the workers that are added while it waits.
    for (const worker of this.#workers) await worker;
    if (this.#failure) throw this.#failure.error;
  }

  #startWorker(): void {
    this.#working += 1;
    const worker = this.#work().finally(() => this.#workers.delete(worker));
    this.#workers.add(worker);
  }

  async #work(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      try {
        await this.#pass(next);
      } catch (error) {
        this.#failure ??= { error };
      }
    }
    this.#working -= 1;
  }

  #pass(request: SyncRequest): Promise<void> {
    const { signal, handle, abandoned } = this.#options;
    return signal.aborted ? abandoned(request) : handle(request, { signal, attempt: 1 });
  }
}
