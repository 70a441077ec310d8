import type { SavedCheckpoint } from '../content/saved-checkpoint.ts';

/** An upload, how far it came, and who has it in hand. `version` changes with every worker that takes it. */
export interface CheckpointItem {
  readonly owner: string;
  readonly version: number;
  readonly saved?: SavedCheckpoint;
}
