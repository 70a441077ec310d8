import type { Clock } from '../../lib/clock.ts';
import {
  CHECKPOINT_KEPT_MS,
  type Checkpoint,
  type Checkpoints,
  type HeldCheckpoint,
  type UploadName,
} from '../../lib/content/checkpoints.ts';
import { CheckpointLostError } from '../../lib/content/errors.ts';

interface Upload {
  readonly version: number;
  readonly saved?: Checkpoint;
  readonly savedAt?: number;
}

/** Checkpoints within one test. */
export class MemoryCheckpoints implements Checkpoints {
  readonly #clock: Clock;
  readonly #uploads = new Map<string, Upload>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async take(upload: UploadName, _owner: string): Promise<HeldCheckpoint> {
    const name = `${upload.repository}@${upload.blob}`;
    const { version: last, saved, savedAt = 0 } = this.#uploads.get(name) ?? { version: 0 };
    const version = last + 1;
    const isKept = savedAt + CHECKPOINT_KEPT_MS > this.#clock.now();
    this.#uploads.set(name, { version, ...(saved && { saved, savedAt }) });
    const put = (next: Omit<Upload, 'version'>) => {
      if (this.#uploads.get(name)?.version !== version) return false;
      this.#uploads.set(name, { version, ...next });
      return true;
    };
    return {
      saved: isKept ? saved : undefined,
      save: async (checkpoint) => {
        const isSaved = put({ saved: checkpoint, savedAt: this.#clock.now() });
        if (!isSaved) throw new CheckpointLostError(upload.repository, upload.blob);
      },
      remove: async () => void put({}),
    };
  }
}
