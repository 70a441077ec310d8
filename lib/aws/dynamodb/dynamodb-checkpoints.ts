import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import {
  CHECKPOINT_KEPT_MS,
  type Checkpoint,
  type Checkpoints,
  type HeldCheckpoint,
  type UploadName,
} from '../../content/checkpoints.ts';
import { CheckpointLostError } from '../../content/errors.ts';
import { checkpointOf, savedCheckpoint } from '../../content/saved-checkpoint.ts';
import type { CheckpointItem } from './checkpoint-item.ts';
import type { Table } from './table.ts';
import { checkpointKey } from './table-keys.ts';
import { EXPIRY, expirySeconds, put, update } from './table-writes.ts';

/** How long the version of an upload that was removed goes on rising: longer than any worker could still believe in it. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/**
 * In the same hands, and older than what is written: a write that the SDK repeats since its answer was lost
 * finds what it has written itself, and one that comes late finds a later one.
 */
const OURS = '#nonce = :nonce AND #version <= :version';

/** The checkpoints of everybody who shares the table. */
export class DynamoDbCheckpoints implements Checkpoints {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(table: Table, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  async take(upload: UploadName, owner: string): Promise<HeldCheckpoint> {
    const now = this.#clock.now();
    const nonce = randomUUID();
    const { item } = await this.#table.write<CheckpointItem>(
      update(checkpointKey(upload), {
        update: `SET #owner = :owner, #nonce = :nonce, #${EXPIRY} = :expiry,
          #version = if_not_exists(#version, :zero) + :one`,
        values: {
          owner,
          nonce,
          zero: 0,
          one: 1,
          expiry: expirySeconds(now + CHECKPOINT_KEPT_MS),
        },
      }),
    );
    if (!item) throw new Error('DynamoDB does not tell the item that it has updated');
    return new DynamoDbCheckpoint(upload, item, { table: this.#table, clock: this.#clock });
  }
}

interface Home {
  readonly table: Table;
  readonly clock: Clock;
}

class DynamoDbCheckpoint implements HeldCheckpoint {
  readonly saved: Checkpoint | undefined;
  readonly #upload: UploadName;
  readonly #owner: string;
  readonly #nonce: string;
  readonly #home: Home;
  #version: number;

  constructor(upload: UploadName, { owner, nonce, version, saved }: CheckpointItem, home: Home) {
    this.saved = saved && checkpointOf(saved, home.clock.now());
    this.#upload = upload;
    this.#owner = owner;
    this.#nonce = nonce;
    this.#version = version;
    this.#home = home;
  }

  async save(checkpoint: Checkpoint): Promise<void> {
    const saved = savedCheckpoint(checkpoint, this.#home.clock.now());
    if (await this.#put({ saved }, CHECKPOINT_KEPT_MS)) return;
    throw new CheckpointLostError(this.#upload.repository, this.#upload.blob);
  }

  async remove(): Promise<void> {
    await this.#put({}, REMEMBERED_MS);
  }

  /** Resolves to whether the upload is still in these hands. */
  async #put(content: Pick<CheckpointItem, 'saved'>, forMs: number): Promise<boolean> {
    this.#version += 1;
    const [nonce, version] = [this.#nonce, this.#version];
    const { table, clock } = this.#home;
    const { isWritten } = await table.write(
      put(
        checkpointKey(this.#upload),
        { owner: this.#owner, nonce, version, ...content },
        { expiresAt: clock.now() + forMs, condition: OURS, values: { nonce, version } },
      ),
    );
    return isWritten;
  }
}
