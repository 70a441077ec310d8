import type { Clock } from '../../clock.ts';
import type { Definition } from '../../definition/definition.ts';
import type { OpenLedger } from '../../local/open-sqlite-ledger.ts';
import type { RegistryAccess } from '../../local/registry-access.ts';
import type { LargeBlobs } from '../../mirror/large-blobs.ts';
import type { RegistriesOptions } from '../../registry/registries.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { DefinitionFile } from './definition-file.ts';

/** What a service is made of. */
export interface EngineOptions
  extends Pick<RegistriesOptions, 'trace' | 'idleTimeoutMs' | 'createTransport'> {
  readonly file: DefinitionFile;
  readonly ledger: OpenLedger;
  readonly schedule: Schedule;
  /** Brings the working copy of the file up to date. Throws `SyncerError`. Absent: nobody does. */
  readonly pull?: (signal: AbortSignal) => Promise<void>;
  /** Settles who we are to the registries of a definition. Throws `SyncerError`. */
  readonly settleAccess: (definition: Definition, signal: AbortSignal) => Promise<RegistryAccess>;
  /** Images at a time. */
  readonly workers: number;
  /** How often a request or a transfer is repeated within an attempt. */
  readonly retries: number;
  /** Default, member by member: `LOCAL_LARGE_BLOBS`. */
  readonly largeBlobs?: Partial<Omit<LargeBlobs, 'checkpoints'>>;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Ends the service: images in flight stop where the next process goes on. */
  readonly signal: AbortSignal;
}
