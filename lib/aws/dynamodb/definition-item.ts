import { gunzipSync, gzipSync } from 'node:zlib';
import type {
  BrokenDefinition,
  DefinitionChanges,
  DefinitionRecord,
} from '../../mirror/planner-ports.ts';
import type { Digest } from '../../oci/digest.ts';

/** What planners know of a definition, but for its text, which is kept under its version. */
export interface DefinitionItem extends Pick<DefinitionRecord, 'planned'> {
  readonly good?: { readonly version: Digest };
  /** JSON, gzipped, since there may be many problems. */
  readonly broken?: Uint8Array;
}

/** So many mistakes are told; whoever corrects them will find the others. */
const MOST_PROBLEMS = 500;

/** The item with the members that `changes` has, or without one that it removes. */
export function changedDefinition(
  former: DefinitionItem,
  changes: DefinitionChanges,
): DefinitionItem {
  const { planned = former.planned, good = former.good } = changes;
  const broken = 'broken' in changes ? changes.broken && packed(changes.broken) : former.broken;
  return {
    ...(planned && { planned }),
    ...(good && { good: { version: good.version } }),
    ...(broken && { broken }),
  };
}

export function brokenOf({ broken }: DefinitionItem): Pick<DefinitionRecord, 'broken'> {
  return broken ? { broken: JSON.parse(gunzipSync(broken).toString()) } : {};
}

function packed(broken: BrokenDefinition): Uint8Array {
  const problems = broken.problems.slice(0, MOST_PROBLEMS);
  return gzipSync(JSON.stringify({ ...broken, problems }));
}
