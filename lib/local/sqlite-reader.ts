import { byTarget } from '../mirror/by-target.ts';
import { KEPT_DRIFTS } from '../mirror/drift.ts';
import type { Drift, LedgerReader } from '../mirror/ledger-reader.ts';
import type { Outcome } from '../mirror/outcome.ts';
import type { ImageRecord } from '../mirror/ports.ts';
import type { RunSummary } from '../mirror/run.ts';
import { driftKey, imageKey, outcomeKey, plannedPrefix, recordOf } from './ledger-keys.ts';
import type { SqliteItems } from './sqlite-items.ts';
import { listRuns, readRun } from './sqlite-run-list.ts';

/** What the ledger of one host tells; it writes nothing. */
export class SqliteReader implements LedgerReader {
  readonly #items: SqliteItems;

  constructor(items: SqliteItems) {
    this.#items = items;
  }

  async readRun(runId: string): Promise<RunSummary | undefined> {
    return readRun(this.#items, runId);
  }

  async readImage(target: string): Promise<ImageRecord | undefined> {
    const item = this.#items.get(imageKey(target));
    return item && recordOf(item);
  }

  async listRuns({ limit }: { readonly limit: number }): Promise<readonly RunSummary[]> {
    return listRuns(this.#items, limit);
  }

  async listOutcomes(runId: string): Promise<readonly Outcome[]> {
    const listed = [
      ...this.#items.listLatest(outcomeKey(runId, '')),
      ...this.#items.listLatest(plannedPrefix(runId)),
    ];
    const outcomes = listed.map(({ item }): Outcome => item);
    // An unchanged image is there where a later run has recorded it before this one was completed.
    return outcomes.filter(({ status }) => status !== 'unchanged').toSorted(byTarget);
  }

  async listFailing(): Promise<readonly ImageRecord[]> {
    const records = this.#items.listFailing().map(recordOf);
    return records.toSorted((one, other) => byTarget(one.outcome, other.outcome));
  }

  async listDrift(target: string): Promise<readonly Drift[]> {
    return this.#items.listLatest(driftKey(target, ''), KEPT_DRIFTS).map(({ item }) => item);
  }
}
