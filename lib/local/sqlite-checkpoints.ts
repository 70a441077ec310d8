import type { Clock } from '../clock.ts';
import {
  CHECKPOINT_KEPT_MS,
  type Checkpoint,
  type Checkpoints,
  type HeldCheckpoint,
  type UploadName,
} from '../content/checkpoints.ts';
import { CheckpointLostError } from '../content/errors.ts';
import { checkpointOf, savedCheckpoint } from '../content/saved-checkpoint.ts';
import type { CheckpointItem } from './checkpoint-item.ts';
import { checkpointKey } from './ledger-keys.ts';
import type { SqliteItems } from './sqlite-items.ts';

/** How long the version of an upload that was removed goes on rising: longer than any worker could still believe in it. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** The checkpoints of one host, between the processes that share its ledger. */
export class SqliteCheckpoints implements Checkpoints {
  readonly #items: SqliteItems;
  readonly #clock: Clock;

  constructor(items: SqliteItems, clock: Clock) {
    this.#items = items;
    this.#clock = clock;
  }

  async take(upload: UploadName, owner: string): Promise<HeldCheckpoint> {
    const now = this.#clock.now();
    const key = checkpointKey(upload);
    const taken = this.#items.transaction(() => {
      const former = this.#items.get(key);
      const item = { ...former, owner, version: (former?.version ?? 0) + 1 };
      this.#items.put(key, item, now + CHECKPOINT_KEPT_MS);
      return item;
    });
    const saved = taken.saved && checkpointOf(taken.saved, now);
    return new SqliteCheckpoint(upload, {
      ...taken,
      saved,
      items: this.#items,
      clock: this.#clock,
    });
  }
}

interface Hold extends Pick<CheckpointItem, 'owner' | 'version'> {
  readonly saved: Checkpoint | undefined;
  readonly items: SqliteItems;
  readonly clock: Clock;
}

class SqliteCheckpoint implements HeldCheckpoint {
  readonly saved: Checkpoint | undefined;
  readonly #upload: UploadName;
  readonly #hold: Hold;

  constructor(upload: UploadName, hold: Hold) {
    this.saved = hold.saved;
    this.#upload = upload;
    this.#hold = hold;
  }

  async save(checkpoint: Checkpoint): Promise<void> {
    const saved = savedCheckpoint(checkpoint, this.#hold.clock.now());
    if (this.#put({ saved }, CHECKPOINT_KEPT_MS)) return;
    throw new CheckpointLostError(this.#upload.repository, this.#upload.blob);
  }

  async remove(): Promise<void> {
    this.#put({}, REMEMBERED_MS);
  }

  /** Whether the upload is still in these hands. */
  #put(content: Pick<CheckpointItem, 'saved'>, forMs: number): boolean {
    const { items, clock, owner, version } = this.#hold;
    const key = checkpointKey(this.#upload);
    return items.transaction(() => {
      const last = items.get(key);
      if (last?.owner !== owner || last.version !== version) return false;
      items.put(key, { owner, version, ...content }, clock.now() + forMs);
      return true;
    });
  }
}
