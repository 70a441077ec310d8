import { SyncerError } from '../../errors.ts';
import { createMemoryQueue, type MemoryQueue } from '../../local/memory-queue.ts';
import { jittered } from '../../mirror/later.ts';
import type { OutcomeError } from '../../mirror/outcome.ts';
import { outcomeErrorOf } from '../../mirror/outcome-error.ts';
import { type SyncDependencies, sync } from '../../mirror/sync.ts';
import type { SyncRequest } from '../../mirror/sync-request.ts';
import type { ServiceListener } from '../events.ts';
import type { EngineOptions } from './engine-options.ts';
import { type PutOff, putOff, type Tries } from './put-off.ts';
import type { RunWork } from './run-work.ts';
import type { RunWorks } from './run-works.ts';

export interface SyncWorkerOptions extends Pick<EngineOptions, 'clock' | 'random' | 'signal'> {
  readonly workers: number;
  readonly works: RunWorks;
  readonly dependenciesOf: (work: RunWork) => SyncDependencies;
  readonly listener: ServiceListener;
  /** The ledger took nothing down: the image is tried again after so many milliseconds. */
  readonly unrecorded: (failure: SyncerError) => number;
  /** It does. */
  readonly recorded: () => void;
  /** A defect: the service cannot go on. */
  readonly failed: (error: unknown) => void;
}

/** When an image comes again, and what it failed with unless that was told. */
interface Later extends PutOff {
  readonly error?: OutcomeError;
}

/**
 * Syncs what is requested, and again later what failed in ways that may pass. What waits of a run that
 * is over, or when the service ends, is dropped: the ledger knows what had no outcome.
 */
export class SyncWorker {
  readonly #options: SyncWorkerOptions;
  readonly #queue: MemoryQueue;

  constructor(options: SyncWorkerOptions) {
    this.#options = options;
    const { workers, signal } = options;
    this.#queue = createMemoryQueue({
      workers,
      signal,
      handle: (request) => this.#handle(request),
      abandoned: async (request) => this.#options.works.get(request.runId)?.done(request),
    });
  }

  async send(requests: readonly SyncRequest[]): Promise<void> {
    for (const { runId } of requests) this.#options.works.get(runId)?.add(1);
    await this.#queue.send(requests);
  }

  /** Resolves when nothing is being synced any more. */
  drain(): Promise<void> {
    return this.#queue.drain();
  }

  async #handle(request: SyncRequest): Promise<void> {
    const work = this.#options.works.get(request.runId);
    if (!work) return;
    if (work.over.aborted) return work.done(request);
    const tries = work.begin(request);
    const later = await this.#try(request, tries, work);
    const isLeft = work.over.aborted || this.#options.signal.aborted;
    if (later === undefined || isLeft) return work.done(request);
    const { afterMs, isAttempt, error } = later;
    const next = {
      ...tries,
      attempts: tries.attempts + (isAttempt ? 1 : 0),
      deferrals: tries.deferrals + (isAttempt ? 0 : 1),
    };
    const againAt = new Date(this.#options.clock.now() + afterMs).toISOString();
    work.later(request, { next, why: error && { error, againAt } });
    if (error) {
      const { runId, target } = request;
      this.#options.listener({ type: 'put-off', runId, target, error, afterMs });
    }
    // Nobody waits for the wait: whoever ends it is done with the image.
    void this.#comeBack(request, afterMs, work);
  }

  async #try(request: SyncRequest, tries: Tries, work: RunWork): Promise<Later | undefined> {
    const { clock, random, signal, dependenciesOf, recorded } = this.#options;
    let later: PutOff | undefined;
    const isFinal = (failure: unknown) => {
      later = putOff(failure, tries, { now: clock.now(), random: random() });
      return later === undefined && !signal.aborted;
    };
    try {
      const options = { attempt: tries.attempts, signal, isFinal };
      const synced = await sync(request, dependenciesOf(work), options);
      if (synced.record !== 'put-off') recorded();
      return later && { ...later, error: outcomeErrorOf(synced.failure) };
    } catch (error) {
      return this.#afterLedger(error);
    }
  }

  /** Images are not lost where a disk is full. */
  #afterLedger(error: unknown): Later | undefined {
    const { unrecorded, random, failed } = this.#options;
    if (!(error instanceof SyncerError)) return void failed(error);
    return { afterMs: jittered(unrecorded(error), random()), isAttempt: false };
  }

  async #comeBack(request: SyncRequest, afterMs: number, work: RunWork): Promise<void> {
    const { clock, signal } = this.#options;
    try {
      await clock.sleep(afterMs, { signal: AbortSignal.any([signal, work.over]) });
      await this.#queue.send([request]);
    } catch {
      work.done(request);
    }
  }
}
