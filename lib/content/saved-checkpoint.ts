import { Secret } from '../secret.ts';
import { CHECKPOINT_KEPT_MS, type Checkpoint } from './checkpoints.ts';
import type { UploadSessionState } from './ports.ts';

/** A checkpoint as ledgers keep it, in JSON. */
export interface SavedCheckpoint
  extends Pick<Checkpoint, 'chunkBytes'>,
    Pick<UploadSessionState, 'offset' | 'offsetBy'> {
  /** As it is: whoever may read the ledger may go on with the upload. */
  readonly location: string;
  /** In base64. */
  readonly hashState?: string;
  /** Milliseconds since the epoch. */
  readonly savedAt: number;
}

/** The form in which `checkpoint` is kept. */
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
    ...(hashState && { hashState: Buffer.from(hashState).toString('base64') }),
    savedAt,
  };
}

/** The checkpoint that `saved` was made of, unless that is too long ago by `now`. */
export function checkpointOf(saved: SavedCheckpoint, now: number): Checkpoint | undefined {
  const { location, offset, offsetBy, hashState, chunkBytes, savedAt } = saved;
  if (savedAt + CHECKPOINT_KEPT_MS <= now) return undefined;
  return {
    session: { location: new Secret(location), offset, offsetBy },
    chunkBytes,
    ...(hashState !== undefined && { hashState: Buffer.from(hashState, 'base64') }),
  };
}
