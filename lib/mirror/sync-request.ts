import type { OnConflict } from '../definition/schema.ts';

/** One image to make true: what the planner sends and a worker receives, all of it plain JSON. */
export interface SyncRequest {
  readonly runId: string;
  /** Where the image stands in the definition, from 0. */
  readonly position: number;
  /** Full references; the target's has a tag and no digest. */
  readonly source: string;
  readonly target: string;
  readonly onConflict: OnConflict;
  /** Overwrites a target that differs, and walks one that is equal to repair it. */
  readonly force: boolean;
  readonly amd64Only: boolean;
  /** Decides and writes nothing. */
  readonly dryRun: boolean;
  /** In a dry run: reads the manifests of an image that would be copied to tell its bytes. */
  readonly estimateBytes: boolean;
}
