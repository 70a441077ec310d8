import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';
import { SyncerError } from '../../errors.ts';
import { type CommitDependencies, commitRecordings } from './commit-recordings.ts';
import type { Recording } from './recording.ts';

export interface RecorderOptions extends CommitDependencies {
  readonly clock: Clock;
  /** How long a recording waits for others to be written with it. */
  readonly lingerMs: number;
}

/** A transaction has 7 items for each and one for each run at the most, where DynamoDB allows 100. */
const MOST_TOGETHER = 10;

interface Pending {
  readonly recording: Recording;
  readonly counted: PromiseWithResolvers<boolean>;
}

/**
 * Writes recordings of one process that come at about one time together: the count that they share
 * is then written, and paid, once.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #busy = new Set<string>();
  #waiting: readonly Pending[] = [];
  #isLingering = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Resolves to whether this call counted it. */
  record(recording: Recording): Promise<boolean> {
    const counted = Promise.withResolvers<boolean>();
    this.#waiting = [...this.#waiting, { recording, counted }];
    if (this.#waiting.length >= MOST_TOGETHER) this.#flush();
    else void this.#linger();
    return counted.promise;
  }

  async #linger(): Promise<void> {
    if (this.#isLingering) return;
    this.#isLingering = true;
    const { clock, lingerMs } = this.#options;
    await (lingerMs > 0 ? clock.sleep(lingerMs) : setImmediate());
    this.#isLingering = false;
    this.#flush();
  }

  #flush(): void {
    const batch = this.#takeBatch();
    if (batch.length === 0) return;
    void this.#write(batch).finally(() => {
      for (const { recording } of batch) this.#busy.delete(recording.key);
      if (this.#waiting.length > 0) void this.#linger();
    });
  }

  /** Those that came first, none of a key that is being written. */
  #takeBatch(): readonly Pending[] {
    const batch: Pending[] = [];
    this.#waiting = this.#waiting.filter((pending) => {
      const { key } = pending.recording;
      if (batch.length === MOST_TOGETHER || this.#busy.has(key)) return true;
      this.#busy.add(key);
      batch.push(pending);
      return false;
    });
    return batch;
  }

  async #write(batch: readonly Pending[]): Promise<void> {
    try {
      const recordings = batch.map(({ recording }) => recording);
      const counted = await commitRecordings(recordings, this.#options);
      for (const pending of batch) pending.counted.resolve(counted.has(pending.recording));
    } catch (error) {
      if (batch.length === 1 || mayPass(error)) {
        for (const { counted } of batch) counted.reject(error);
        return;
      }
      // One that DynamoDB does not take, such as an item that is too large, is no reason to lose the others.
      for (const pending of batch) await this.#write([pending]);
    }
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof SyncerError && error.retryable;
}
