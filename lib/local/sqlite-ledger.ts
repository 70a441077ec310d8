import { driftSince, KEPT_DRIFTS } from '../mirror/drift.ts';
import { withMemory } from '../mirror/image-memory.ts';
import type { Outcome } from '../mirror/outcome.ts';
import type {
  Announce,
  ImageMemory,
  ImageRecord,
  Ledger,
  RecordedOutcome,
} from '../mirror/ports.ts';
import type { Run, RunSummary } from '../mirror/run.ts';
import { driftKey, imageKey, outcomeKey, plannedKey, recordOf } from './ledger-keys.ts';
import type { SqliteItems } from './sqlite-items.ts';
import { readRun } from './sqlite-run-list.ts';
import { SqliteRuns } from './sqlite-runs.ts';

/** The ledger of one host. Its methods wait for nothing but the disk, and for those who announce a run. */
export class SqliteLedger implements Ledger {
  readonly #items: SqliteItems;
  readonly #runs: SqliteRuns;

  /** What belongs to a run is kept for `historyMs`. */
  constructor(items: SqliteItems, historyMs: number) {
    this.#items = items;
    this.#runs = new SqliteRuns(items, historyMs);
  }

  async openRun(run: Run): Promise<void> {
    this.#items.transaction(() => this.#runs.open(run));
  }

  async markPlanned(runId: string, expected: number): Promise<void> {
    this.#items.transaction(() => this.#runs.markPlanned(runId, expected));
  }

  async record(runId: string, outcome: RecordedOutcome, memory?: ImageMemory): Promise<boolean> {
    return this.#items.transaction(() => {
      const latest = this.#items.get(imageKey(outcome.target));
      if (this.#hasCounted(runId, outcome.target, latest)) return false;

      const isLatest = latest === undefined || latest.lastRun < runId;
      if (latest && isLatest) this.#keepDisplaced(latest);
      if (isLatest) {
        const record = { lastRun: runId, outcome, ...withMemory(latest?.memory, memory) };
        this.#items.put(imageKey(outcome.target), record);
        this.#keepDrift(record, latest);
      }
      if (!isLatest || outcome.status !== 'unchanged') this.#keepOutcome(runId, outcome);
      this.#runs.count(runId, outcome);
      return true;
    });
  }

  async recordPlanned(runId: string, position: number, outcome: Outcome): Promise<boolean> {
    return this.#items.transaction(() => {
      const key = plannedKey(runId, position);
      if (this.#items.get(key) !== undefined || this.#runs.isCompleted(runId)) return false;

      this.#runs.keep(runId, key, outcome);
      this.#runs.count(runId, outcome);
      return true;
    });
  }

  async completeRun(
    runId: string,
    finishedAt: string,
    announce?: Announce,
  ): Promise<RunSummary | undefined> {
    if (announce) {
      const completing = this.#items.transaction(() => this.#runs.completed(runId, finishedAt));
      if (completing === undefined) return undefined;
      await announce(completing);
    }
    return this.#items.transaction(() => {
      const completed = this.#runs.completed(runId, finishedAt);
      if (completed) this.#runs.complete(completed);
      return completed;
    });
  }

  async supersedeRun(runId: string, finishedAt: string): Promise<boolean> {
    return this.#items.transaction(() => this.#runs.supersede(runId, finishedAt));
  }

  async listOpenRuns(): Promise<readonly RunSummary[]> {
    return this.#items.transaction(() => this.#runs.listOpen());
  }

  async listCounted(runId: string, targets: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#items.transaction(() => {
      const isCounted = (target: string) =>
        this.#hasCounted(runId, target, this.#items.get(imageKey(target)));
      return new Set(targets.filter(isCounted));
    });
  }

  async retire(target: string, lastRun: string): Promise<void> {
    this.#items.transaction(() => {
      const latest = this.#items.get(imageKey(target));
      if (latest?.lastRun === lastRun)
        this.#items.put(imageKey(target), { ...latest, retired: true });
    });
  }

  async readRun(runId: string): Promise<RunSummary | undefined> {
    return this.#items.transaction(() => readRun(this.#items, runId));
  }

  async readImage(target: string): Promise<ImageRecord | undefined> {
    const item = this.#items.get(imageKey(target));
    return item && recordOf(item);
  }

  async recall(target: string): Promise<ImageMemory | undefined> {
    return this.#items.get(imageKey(target))?.memory;
  }

  /**
   * An outcome has been counted when the image's record or the run's own tells
   * it. A completed run has counted every image, so it needs to keep no record
   * of those that were unchanged.
   */
  #hasCounted(runId: string, target: string, latest: ImageRecord | undefined): boolean {
    if (latest?.lastRun === runId || this.#runs.isCompleted(runId)) return true;
    // Records go from run to run in their order: what is not in one yet has not been displaced from it.
    if (latest === undefined || latest.lastRun < runId) return false;
    return this.#items.get(outcomeKey(runId, target)) !== undefined;
  }

  /** Keeps the proof that an open run has counted an image whose record now tells of a later run. */
  #keepDisplaced({ lastRun, outcome }: ImageRecord): void {
    if (!this.#runs.isCompleted(lastRun)) this.#keepOutcome(lastRun, outcome);
  }

  #keepDrift({ lastRun, outcome }: ImageRecord, latest: ImageRecord | undefined): void {
    const drift = driftSince(latest, lastRun, outcome);
    if (drift === undefined) return;
    const { target } = outcome;
    this.#items.put(driftKey(target, lastRun), drift);
    const overdue = this.#items.listLatest(driftKey(target, '')).slice(KEPT_DRIFTS);
    for (const { item } of overdue) this.#items.remove(driftKey(target, item.runId));
  }

  #keepOutcome(runId: string, outcome: RecordedOutcome): void {
    this.#runs.keep(runId, outcomeKey(runId, outcome.target), outcome);
  }
}
