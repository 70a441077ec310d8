import type { Digest } from '../oci/digest.ts';
import type { UploadSessionState } from './ports.ts';

/** How long a checkpoint is kept after it was saved: docker-registry removes sessions after a week, ECR after a day or so. */
export const CHECKPOINT_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** Remembers uploads that were left, between all workers that share it. */
export interface Checkpoints {
  /**
   * Looks for what was left of an upload. Whoever took it last is the only one that can save or remove
   * it: another that took it before finds that out at its next `save`.
   */
  take(upload: UploadName, owner: string): Promise<HeldCheckpoint>;
}

/** The upload of a blob into a repository, `host/path` as it is formatted in a reference. */
export interface UploadName {
  readonly repository: string;
  readonly blob: Digest;
}

/** A checkpoint in the hands of one worker. Its calls must follow each other. */
export interface HeldCheckpoint {
  /** What was there when it was taken. */
  readonly saved: Checkpoint | undefined;
  /** Rejects with {@link CheckpointLostError} where another worker has taken it since. */
  save(checkpoint: Checkpoint): Promise<void>;
  /** Forgets the upload; does nothing where another worker has taken it since. */
  remove(): Promise<void>;
}

/** How far an upload came. */
export interface Checkpoint {
  readonly session: UploadSessionState;
  /** State of the hash over everything before `session.offset`; absent: it is to be read again for that. */
  readonly hashState?: Uint8Array;
  /** Length of the chunk that was sent next, which the target may have got. */
  readonly chunkBytes: number;
}
