import { CHECKPOINT_KEPT_MS, type Checkpoint } from '../../content/checkpoints.ts';
import type { UploadSessionState } from '../../content/ports.ts';
import { Secret } from '../../secret.ts';

/** An upload, how far it came, and who has it in hand. `version` rises with every write. */
export interface CheckpointItem {
  readonly owner: string;
  readonly version: number;
  /** Another one for each worker that takes the upload, so that whoever lost an answer knows its own. */
  readonly nonce: string;
  readonly saved?: SavedCheckpoint;
}

/** A checkpoint as an item holds it. */
export interface SavedCheckpoint
  extends Pick<Checkpoint, 'chunkBytes' | 'hashState'>,
    Pick<UploadSessionState, 'offset' | 'offsetBy'> {
  /** As it is: whoever may read the table may go on with the upload. */
  readonly location: string;
  /** Milliseconds since the epoch. */
  readonly savedAt: number;
}

export function savedCheckpoint(
  { session, hashState, chunkBytes }: Checkpoint,
  savedAt: number,
): SavedCheckpoint {
  const { location, offset, offsetBy } = session;
  return {
    location: location.reveal(),
    offset,
    offsetBy,
    chunkBytes,
    ...(hashState && { hashState }),
    savedAt,
  };
}

/** The checkpoint that `saved` was made of, unless that is too long ago by `now`. */
export function checkpointOf(saved: SavedCheckpoint, now: number): Checkpoint | undefined {
  const { location, offset, offsetBy, savedAt, ...rest } = saved;
  if (savedAt + CHECKPOINT_KEPT_MS <= now) return undefined;
  return { session: { location: new Secret(location), offset, offsetBy }, ...rest };
}
