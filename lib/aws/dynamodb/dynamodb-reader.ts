import { byTarget } from '../../mirror/by-target.ts';
import { KEPT_DRIFTS } from '../../mirror/drift.ts';
import type { Drift, LedgerReader } from '../../mirror/ledger-reader.ts';
import type { Outcome } from '../../mirror/outcome.ts';
import type { ImageRecord } from '../../mirror/ports.ts';
import type { RunSummary } from '../../mirror/run.ts';
import { type Images, recordOf } from './images.ts';
import { outcomeOf } from './outcome-item.ts';
import type { Runs } from './runs.ts';
import { beginningWith, type Table } from './table.ts';
import {
  driftKey,
  FAILING_INDEX,
  outcomeKey,
  plannedKey,
  type StateItem,
  targetIn,
} from './table-keys.ts';

export interface DynamoDbReaderDependencies {
  readonly table: Table;
  readonly images: Images;
  readonly runs: Runs;
}

/** What the ledger of many workers tells; it writes nothing. */
export class DynamoDbReader implements LedgerReader {
  readonly #dependencies: DynamoDbReaderDependencies;

  constructor(dependencies: DynamoDbReaderDependencies) {
    this.#dependencies = dependencies;
  }

  async readRun(runId: string): Promise<RunSummary | undefined> {
    return this.#dependencies.runs.read(runId);
  }

  async readImage(target: string): Promise<ImageRecord | undefined> {
    const { state, memory } = await this.#dependencies.images.read(target);
    return state && recordOf(target, state, memory);
  }

  async listRuns({ limit }: { readonly limit: number }): Promise<readonly RunSummary[]> {
    return this.#dependencies.runs.list(limit);
  }

  async listOutcomes(runId: string): Promise<readonly Outcome[]> {
    const { table } = this.#dependencies;
    const recorded = await table.list(beginningWith(outcomeKey(runId)));
    const planned = await table.list(beginningWith(plannedKey(runId)));
    const outcomes: readonly Outcome[] = [
      ...recorded.map(({ sk, item }) => outcomeOf(item, targetIn(sk))),
      ...planned.map(({ item }) => outcomeOf(item, item.target)),
    ];
    // An unchanged image is there where a later run has recorded it before this one was completed.
    return outcomes.filter(({ status }) => status !== 'unchanged').toSorted(byTarget);
  }

  /** Without memories, which stand elsewhere. */
  async listFailing(): Promise<readonly ImageRecord[]> {
    const failing = await this.#dependencies.table.listIndex<StateItem>(FAILING_INDEX);
    return failing
      .map(({ pk, item }) => recordOf(targetIn(pk), item))
      .toSorted((one, other) => byTarget(one.outcome, other.outcome));
  }

  async listDrift(target: string): Promise<readonly Drift[]> {
    const selection = { ...beginningWith(driftKey(target)), newestFirst: true, limit: KEPT_DRIFTS };
    return (await this.#dependencies.table.list(selection)).map(({ item }) => item);
  }
}
