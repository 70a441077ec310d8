import type { Clock } from '../../clock.ts';
import type { CallOptions } from '../../content/ports.ts';
import type { Definition } from '../../definition/definition.ts';
import type { DefinitionProblem } from '../../definition/errors.ts';
import type { SyncListener } from '../events.ts';
import type { LedgerReader } from '../ledger-reader.ts';
import type { BrokenDefinition, DefinitionRecords, Expansions } from '../planner-ports.ts';
import type { Announce, Ledger, Queue, Repositories } from '../ports.ts';
import type { Cause } from './run-id.ts';

/** Everything that the life of runs needs, in whatever home. */
export interface RunCycle {
  readonly source: DefinitionReading;
  readonly ledger: Ledger;
  readonly reader: Pick<LedgerReader, 'listFailing' | 'listRuns'>;
  readonly definitions: DefinitionRecords;
  readonly expansions: Expansions;
  readonly queue: Queue;
  /** Where the tags are listed that are selected from. */
  readonly repositories: Repositories;
  readonly clock: Clock;
  readonly announcements: Announcements;
  /** How long a run may take before images without an outcome count as lost. */
  readonly runTimeoutMs: number;
  readonly listener?: RunCycleListener;
  /** Hears how the planning of runs goes on. */
  readonly planning?: SyncListener;
}

/** Where the definition is kept, and how its text is read. */
export interface DefinitionReading {
  /** Names it in records and in mistakes. */
  readonly name: string;
  /** The newest text, `undefined` where there is none. Throws `DefinitionError` where what there is cannot be read. */
  read(options?: CallOptions): Promise<string | undefined>;
  /** Throws `DefinitionError`. */
  parse(text: string): Definition;
}

/** Tells the world; each may be told more than once. */
export interface Announcements {
  readonly runCompleted: Announce;
  /** Told at every reading that finds it broken. */
  definitionBroken(definition: string, broken: BrokenDefinition): Promise<void>;
}

/** Why a planner is called. */
export type Trigger = RunTriggered | ResumeTriggered;

export interface RunTriggered extends Cause {
  readonly kind: 'change' | 'schedule' | 'manual' | 'retry';
  /** Of a manual run: names or globs of images, of which the run is about those that match. Absent: all. */
  readonly only?: readonly string[];
}

/** An unfinished planning is to go on. */
export interface ResumeTriggered {
  readonly kind: 'resume';
  readonly runId: string;
  readonly from: number;
  /** As it was in the first place. */
  readonly only?: readonly string[];
  /** Whether the run was known to be over the whole definition. Default: where its trigger tells. */
  readonly isWhole?: boolean;
}

/** What came of a call. */
export type Attended =
  | { readonly state: 'planned'; readonly runId: string; readonly images: number }
  | {
      readonly state: 'unfinished';
      readonly runId: string;
      readonly from: number;
      readonly isWhole: boolean;
    }
  | { readonly state: 'skipped'; readonly reason: string };

/** What happens to runs besides the one that a call is about, for whoever logs it. */
export type RunCycleEvent =
  | { readonly type: 'broken'; readonly definition: string; readonly broken: BrokenDefinition }
  | { readonly type: 'recovered'; readonly definition: string }
  /** Told at every reading of a definition that can be used. */
  | {
      readonly type: 'doubtful';
      readonly definition: string;
      readonly warning: DefinitionProblem;
    }
  | { readonly type: 'completed'; readonly runId: string }
  | { readonly type: 'superseded'; readonly runId: string }
  /** Its time was over: so many of its images had no outcome. */
  | { readonly type: 'closed'; readonly runId: string; readonly lost: number }
  | { readonly type: 'retired'; readonly target: string };

/** Must return at once and not throw. */
export type RunCycleListener = (event: RunCycleEvent) => void;

/** Now, as records have it. */
export function timestamp({ clock }: Pick<RunCycle, 'clock'>): string {
  return new Date(clock.now()).toISOString();
}
