import type { UploadName } from '../content/checkpoints.ts';
import type { Holder } from '../mirror/known-holders.ts';
import type { Drift } from '../mirror/ledger-reader.ts';
import type { Outcome } from '../mirror/outcome.ts';
import type { PlannedImage } from '../mirror/planned-image.ts';
import type { DefinitionRecord } from '../mirror/planner-ports.ts';
import type { ImageRecord, RecordedOutcome } from '../mirror/ports.ts';
import type { RunSummary } from '../mirror/run.ts';
import type { RunTally } from '../mirror/run-tally.ts';
import type { Digest } from '../oci/digest.ts';
import type { Tag } from '../oci/reference.ts';
import type { KnownLimit } from '../registry/known-limit.ts';
import type { ThrottleKey } from '../registry/throttles.ts';
import type { CheckpointItem } from './checkpoint-item.ts';
import type { ItemKey } from './item-key.ts';

/** A run without what is counted in it, which changes far more often. */
export type RunProgress = Omit<RunSummary, keyof RunTally>;

/** Who may write a target tag, or upload a blob, until when in milliseconds since the epoch. */
export interface LeaseItem {
  readonly owner: string;
  readonly until: number;
  readonly version: number;
}

/** The latest of an image, and whether it has left the definition since. */
export interface ImageItem extends ImageRecord {
  readonly retired?: true;
}

/** The latest outcome of an image and the run it belongs to. */
export function imageKey(target: string): ItemKey<ImageItem> {
  return { pk: `IMAGE#${target}`, sk: 'STATE' };
}

/** What the ledger tells of an image's item. */
export function recordOf({ retired: _, ...record }: ImageItem): ImageRecord {
  return record;
}

/** A move of an image's source, by the run that saw it. */
export function driftKey(target: string, runId: string): ItemKey<Drift> {
  return { pk: `IMAGE#${target}`, sk: `DRIFT#${runId}` };
}

/** The lease on an image, which stays when it is over so that its version goes on rising. */
export function imageLeaseKey(target: string): ItemKey<LeaseItem> {
  return { pk: `IMAGE#${target}`, sk: 'LEASE' };
}

/** How far a run has come, beside its counts. */
export function runKey(runId: string): ItemKey<RunProgress> {
  return { pk: `RUN#${runId}`, sk: 'SUMMARY' };
}

/** The counts of a run: one shard, since SQLite has one writer at a time however many rows there are. */
export function tallyKey(runId: string): ItemKey<RunTally> {
  return { pk: `RUN#${runId}`, sk: 'COUNT#00' };
}

/** An outcome of a run that the image's own record does not tell, or not for long. */
export function outcomeKey(runId: string, target: string): ItemKey<RecordedOutcome> {
  return { pk: `RUN#${runId}`, sk: `IMAGE#${target}` };
}

/** An outcome that was decided while the run was planned; it may have no target to be kept under. */
export function plannedKey(runId: string, position: number): ItemKey<Outcome> {
  const { pk, sk } = plannedPrefix(runId);
  return { pk, sk: `${sk}${position}` };
}

/** What the keys of such outcomes of one run begin with. */
export function plannedPrefix(runId: string): ItemKey<Outcome> {
  return { pk: `RUN#${runId}`, sk: 'PLANNED#' };
}

/** An entry of the list of runs. */
export function runListKey(runId: string): ItemKey<{ readonly startedAt: string }> {
  return { pk: 'RUNS', sk: runId };
}

/** What a run was expanded to. */
export function expansionKey(runId: string): ItemKey<readonly PlannedImage[]> {
  return { pk: `RUN#${runId}`, sk: 'EXPANSION' };
}

/** The tags of a source as a run has read them; without one, what the keys of all of them begin with. */
export function tagsKey(runId: string, source = ''): ItemKey<readonly Tag[]> {
  return { pk: `RUN#${runId}`, sk: `TAGS#${source}` };
}

/** An entry of the list of runs whose expansion is kept. */
export function expandedKey(runId: string): ItemKey<object> {
  return { pk: 'EXPANDED', sk: runId };
}

/** What is known of a definition from the times before. */
export function definitionKey(source: string): ItemKey<DefinitionRecord> {
  return { pk: `DEFINITION#${source}`, sk: 'CURRENT' };
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

/** When it was heard that a repository has a blob; without one, what all their keys begin with. */
export function holderKey(registry: string, blob: Digest, repository = ''): ItemKey<HolderItem> {
  return { pk: `BLOB#${registry}#${blob}`, sk: repository };
}

/** An upload, which stays when it is over so that its version goes on rising. */
export function checkpointKey({ repository, blob }: UploadName): ItemKey<CheckpointItem> {
  return { pk: `UPLOAD#${repository}#${blob}`, sk: 'CHECKPOINT' };
}

export function throttleKey({ registry, account, requests }: ThrottleKey): ItemKey<KnownLimit> {
  return { pk: `HOST#${registry}`, sk: `THROTTLE#${account}#${requests}` };
}
