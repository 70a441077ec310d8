import type { SavedCheckpoint } from '../../content/saved-checkpoint.ts';

/** An upload, how far it came, and who has it in hand. `version` rises with every write. */
export interface CheckpointItem {
  readonly owner: string;
  readonly version: number;
  /** Another one for each worker that takes the upload, so that whoever lost an answer knows its own. */
  readonly nonce: string;
  readonly saved?: SavedCheckpoint;
}
