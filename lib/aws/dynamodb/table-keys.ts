import type { UploadName } from '../../content/checkpoints.ts';
import type { Holder } from '../../mirror/known-holders.ts';
import type { Drift } from '../../mirror/ledger-reader.ts';
import type { Outcome } from '../../mirror/outcome.ts';
import type { RunSummary } from '../../mirror/run.ts';
import type { RunTally } from '../../mirror/run-tally.ts';
import type { Digest } from '../../oci/digest.ts';
import type { ThrottleKey } from '../../registry/throttles.ts';
import type { ServiceRecord } from '../service-records.ts';
import type { CheckpointItem } from './checkpoint-item.ts';
import type { DefinitionItem } from './definition-item.ts';
import type { KeptText } from './kept-texts.ts';
import type { MemoryItem } from './memory-item.ts';
import type { OutcomeItem } from './outcome-item.ts';
import type { ItemKey } from './table-writes.ts';
import type { ThrottleItem } from './throttle-item.ts';

/** Index of images to look at; also the name and the value of its partition key, the only one. */
export const FAILING_INDEX = 'failing';

/** What an image's record and its memory share: nothing stands between them in the order of sort keys. */
export const IMAGE_ROWS = { memory: 'MEMORY', state: 'STATE' } as const;

/** The latest outcome of an image. It is written by each run, so its size is what a run costs. */
export interface StateItem extends OutcomeItem {
  readonly lastRun: string;
  /** Digest of the memory that belongs to the image. */
  readonly memory?: string;
  readonly failing?: typeof FAILING_INDEX;
}

/** A run, with its counts once they are final. */
export type SummaryItem = Omit<RunSummary, keyof RunTally> & Partial<RunTally>;

/** A shard of what is counted in a run; what is not there is 0. */
export type CountItem = Partial<RunTally['counts'] & RunTally['bytes']>;

/** Who may write a target tag, upload a blob or plan a definition, until when in milliseconds since the epoch. */
export interface LeaseItem {
  readonly owner: string;
  readonly until: number;
  readonly version: number;
  /** Another one for each write, so that whoever lost an answer knows its own. */
  readonly nonce: string;
}

/** When the next slot is free, in milliseconds since the epoch. */
export interface PaceItem {
  readonly next: number;
}

export function stateKey(target: string): ItemKey<StateItem> {
  return { pk: imagePartition(target), sk: IMAGE_ROWS.state };
}

export function memoryKey(target: string): ItemKey<MemoryItem> {
  return { pk: imagePartition(target), sk: IMAGE_ROWS.memory };
}

/** A move of an image's source, by the run that saw it; without one, what all their keys begin with. */
export function driftKey(target: string, runId = ''): ItemKey<Drift> {
  return { pk: imagePartition(target), sk: `DRIFT#${runId}` };
}

export function imagePartition(target: string): string {
  return `${IMAGE}${target}`;
}

const IMAGE = 'IMAGE#';

/** The target that a key of an image, or of its outcome in a run, names. */
export function targetIn(key: string): string {
  return key.slice(IMAGE.length);
}

export function imageLeaseKey(target: string): ItemKey<LeaseItem> {
  return { pk: imagePartition(target), sk: 'LEASE' };
}

/** The lease of whoever plans a definition, by the name of its source. */
export function plannerLeaseKey(source: string): ItemKey<LeaseItem> {
  return { pk: `DEFINITION#${source}`, sk: 'LEASE' };
}

export function definitionKey(source: string): ItemKey<DefinitionItem> {
  return { pk: `DEFINITION#${source}`, sk: 'CURRENT' };
}

/** A definition's text by its version. */
export function definitionTextKey(source: string, version: string): ItemKey<KeptText> {
  return { pk: `DEFINITION#${source}`, sk: `TEXT#${version}` };
}

export function summaryKey(runId: string): ItemKey<SummaryItem> {
  return { pk: `RUN#${runId}`, sk: 'SUMMARY' };
}

/** One of the shards that a run is counted in; without one, what all their keys begin with. */
export function countKey(runId: string, shard?: number): ItemKey<CountItem> {
  const number = shard === undefined ? '' : String(shard).padStart(2, '0');
  return { pk: `RUN#${runId}`, sk: `COUNT#${number}` };
}

/** An outcome of a run that the image's own record does not tell, or not for long. */
export function outcomeKey(runId: string, target = ''): ItemKey<OutcomeItem> {
  return { pk: `RUN#${runId}`, sk: `${IMAGE}${target}` };
}

/** An outcome that was decided while the run was planned; it may have no target to be kept under. */
export function plannedKey(runId: string, position?: number): ItemKey<PlannedItem> {
  return { pk: `RUN#${runId}`, sk: `PLANNED#${position ?? ''}` };
}

export type PlannedItem = OutcomeItem & Pick<Outcome, 'target'>;

export function expansionKey(runId: string): ItemKey<KeptText> {
  return { pk: `RUN#${runId}`, sk: 'EXPANSION' };
}

export function tagsKey(runId: string, source: string): ItemKey<KeptText> {
  return { pk: `RUN#${runId}`, sk: `TAGS#${source}` };
}

/** Partition of the list of runs, and of the shorter one of open runs. */
export const RUNS = 'RUNS';

/** Sort keys of all entries of the list of runs lie between, since a ULID begins with a digit up to 7. */
export const RUN_IDS = { from: '0', to: '8' } as const;

export function runListKey(runId: string): ItemKey<Record<string, never>> {
  return { pk: RUNS, sk: runId };
}

/** There while a run is open. */
export function openRunKey(runId = ''): ItemKey<Record<string, never>> {
  return { pk: RUNS, sk: `OPEN#${runId}` };
}

/** The run whose entry in the list of open ones has the sort key `sk`. */
export function runIdIn(sk: string): string {
  return sk.slice(openRunKey().sk.length);
}

export function paceKey(registry: string, what: string): ItemKey<PaceItem> {
  return { pk: `HOST#${registry}`, sk: `PACE#${what}` };
}

export function throttleKey({ registry, account, requests }: ThrottleKey): ItemKey<ThrottleItem> {
  return { pk: `HOST#${registry}`, sk: `THROTTLE#${account}#${requests}` };
}

export function serviceKey(): ItemKey<ServiceRecord> {
  return { pk: 'SERVICE', sk: 'CURRENT' };
}

/** The lease of whoever uploads a blob; `name` is `<registry>#<digest>`. */
export function claimKey(name: string): ItemKey<LeaseItem> {
  return { pk: `BLOB#${name}`, sk: CLAIM };
}

/** No repository has capitals: see `parseReference`. */
const CLAIM = 'CLAIM';

/** Whether an item of a blob's partition is the claim on it, rather than a holder. */
export function isClaim({ sk }: { readonly sk: string }): boolean {
  return sk === CLAIM;
}

export type HolderItem = Pick<Holder, 'heardAt'>;

/** When it was heard that a repository has a blob. */
export function holderKey(registry: string, blob: Digest, repository: string): ItemKey<HolderItem> {
  return { pk: `BLOB#${registry}#${blob}`, sk: repository };
}

/** Sort keys of all holders lie between, and that of the claim: a repository begins with a letter or a digit. */
export const HOLDERS = { from: '0', to: '{' } as const;

/** An upload, which stays when it is over so that its version goes on rising. */
export function checkpointKey({ repository, blob }: UploadName): ItemKey<CheckpointItem> {
  return { pk: `UPLOAD#${repository}#${blob}`, sk: 'CHECKPOINT' };
}
