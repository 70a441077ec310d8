import type { ImageSettings } from '../definition/definition.ts';

/** One image to make true: what the planner sends and a worker receives, all of it plain JSON. */
export interface SyncRequest extends ImageSettings {
  readonly runId: string;
  /** Where the image stands in the run, in the order of the definition, from 0. */
  readonly position: number;
  /** A full reference with a tag, a digest or both. */
  readonly source: string;
  /** A full reference with a tag, or with the source's digest where nothing is to be tagged. */
  readonly target: string;
  /** Overwrites a target that differs, and walks one that is equal to repair it. */
  readonly force: boolean;
  /** Decides and writes nothing. */
  readonly dryRun: boolean;
  /** In a dry run: reads the manifests of an image that would be copied to tell its bytes. */
  readonly estimateBytes: boolean;
}
