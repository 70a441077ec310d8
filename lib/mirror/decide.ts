import type { OnConflict } from '../definition/schema.ts';
import type { Digest } from '../oci/digest.ts';

/** What has to happen to an image. */
export type Decision = 'copy' | 'repair' | 'unchanged' | 'conflict' | 'skip';

export interface Comparison {
  readonly wanted: Digest;
  /** What the target tag names, `undefined` where there is no such tag. */
  readonly found: Digest | undefined;
  readonly onConflict: OnConflict;
  readonly force: boolean;
}

/** The decision table: a tag that upstream moved is never followed unless a policy says so. */
export function decide({ wanted, found, onConflict, force }: Comparison): Decision {
  if (found === undefined) return 'copy';
  if (found === wanted) return force ? 'repair' : 'unchanged';
  if (force || onConflict === 'overwrite') return 'copy';
  return onConflict === 'keep' ? 'skip' : 'conflict';
}
