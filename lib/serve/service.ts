import type { Clock } from '../clock.ts';
import type { LedgerReader } from '../mirror/ledger-reader.ts';
import type { Outcome, OutcomeError, OutcomeStatus } from '../mirror/outcome.ts';
import type { BrokenDefinition } from '../mirror/planner-ports.ts';
import type { ImageRecord } from '../mirror/ports.ts';
import type { Counts, RunTrigger } from '../mirror/run.ts';
import type { Digest } from '../oci/digest.ts';
import type { ServiceListener } from './events.ts';

/** A service as those see it who show it; nothing here changes what it does. */
export interface ServiceView {
  readonly clock: Clock;
  /** What was recorded, by this process and by those before it. */
  readonly reader: LedgerReader;

  /** How the service itself is. */
  state(): ServiceState;

  /** Images of the latest definition that was planned, in its order; empty before the first. */
  images(): Promise<readonly CurrentImage[]>;

  /** The run that is being worked on, as it is at this moment. */
  live(): LiveRun | undefined;

  /** Tells `listener` what happens from now on, until the function that is returned is called. */
  subscribe(listener: ServiceListener): () => void;
}

/** How a service is. Times are ISO 8601 in UTC. */
export interface ServiceState {
  readonly startedAt: string;
  readonly definition: DefinitionState;
  /** When the schedule begins the next run; `null` where there is no schedule. */
  readonly nextRunAt: string | null;
  /** What keeps the service from doing what it should, besides a broken definition. */
  readonly problems: readonly ServiceProblem[];
  readonly isStopping: boolean;
}

export interface DefinitionState {
  /** The file, as it was named. */
  readonly file: string;
  /** Of what is in force; `null` where nothing could be used yet. */
  readonly version: Digest | null;
  /** Why the newest text is not in force; `null` where it is. */
  readonly broken: BrokenDefinition | null;
}

export interface ServiceProblem {
  readonly since: string;
  readonly message: string;
  /** What the reader can do about it. */
  readonly hint: string;
}

/** An image of the definition and what is known of it. */
export interface CurrentImage {
  readonly source: string;
  /** `null` for an entry that came to no image, such as one whose tags could not be listed. */
  readonly target: string | null;
  /** `waiting` before its first outcome. */
  readonly status: OutcomeStatus | 'waiting';
  /** What it came to last. */
  readonly outcome?: Outcome;
  /** Absent where nothing was looked at yet, and where planning decided the outcome. */
  readonly record?: ImageRecord;
  /** Absent unless the run that is going on has put it off. */
  readonly putOff?: PutOffImage;
}

/** Why an image is not in place for now, and when it is tried again, ISO 8601 in UTC. */
export interface PutOffImage {
  readonly error: OutcomeError;
  readonly againAt: string;
}

/** How far a run has come. */
export interface LiveRun {
  readonly id: string;
  readonly trigger: RunTrigger;
  readonly startedAt: string;
  /** How many images it has; `null` until it is planned. */
  readonly expected: number | null;
  readonly counts: Counts;
  /** Images that failed for now and are tried again. */
  readonly putOff: number;
  /** Repositories whose tags are being asked for, or were, while the run is planned. */
  readonly listed: readonly string[];
  /** Bytes that this process uploaded for it, and a second at present. */
  readonly uploaded: number;
  readonly bytesPerSecond: number;
  /** A guess; `null` while there is nothing to guess from. */
  readonly secondsLeft: number | null;
  /** Images being synced, in the order in which they were begun. */
  readonly transfers: readonly LiveTransfer[];
}

export interface LiveTransfer {
  readonly source: string;
  readonly target: string;
  /** What is done while no bytes are expected yet, such as `comparing`. */
  readonly activity: string;
  /** Bytes; `null` until its manifests are read. */
  readonly expected: number | null;
  readonly arrived: number;
  readonly bytesPerSecond: number;
  readonly secondsLeft: number | null;
}

/** What makes a service look whether there is something to do. It looks once for all that come while it is busy. */
export interface Attention {
  /** Looks as soon as it can, after a pull of the working copy where it is told to pull. */
  look(): void;
}
