import type { DefinitionProblem } from '../definition/errors.ts';
import type { Digest } from '../oci/digest.ts';
import type { Tag } from '../oci/reference.ts';
import type { PlannedImage } from './planned-image.ts';

/** What a planner knows of a definition from the times before. */
export interface DefinitionRecord {
  /** What was planned last, and the run that it was planned in: every image of it had been requested. */
  readonly planned?: { readonly version: Digest; readonly runId: string };
  /** The last text that could be used. */
  readonly good?: { readonly version: Digest; readonly text: string };
  /** Why the newest text cannot be used; absent where it can. */
  readonly broken?: BrokenDefinition;
}

export interface BrokenDefinition {
  /** ISO 8601 in UTC. */
  readonly since: string;
  /** `null` where the file is gone. */
  readonly version: Digest | null;
  readonly problems: readonly DefinitionProblem[];
}

/** Remembers of each definition, by the name of its source, what planners have to know of each other. */
export interface DefinitionRecords {
  /** As it stands now, never an older state; empty where nothing was ever kept. */
  read(source: string): Promise<DefinitionRecord>;
  /** Replaces the members that `changes` has; `broken: undefined` removes that one. The caller holds the planner's lease. */
  update(source: string, changes: DefinitionChanges): Promise<void>;
}

export interface DefinitionChanges extends Omit<DefinitionRecord, 'broken'> {
  readonly broken?: BrokenDefinition | undefined;
}

/**
 * Keeps what a run was expanded to until the run is over, so that whoever takes the run over, or ends it,
 * knows the very same images. The first that is kept stays.
 */
export interface Expansions {
  readTags(runId: string, source: string): Promise<readonly Tag[] | undefined>;
  keepTags(runId: string, source: string, tags: readonly Tag[]): Promise<void>;
  read(runId: string): Promise<readonly PlannedImage[] | undefined>;
  /** Resolves to what is kept, which may be what another planner kept before. */
  keep(runId: string, images: readonly PlannedImage[]): Promise<readonly PlannedImage[]>;
}
