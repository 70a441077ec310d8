import { decodeTime } from 'ulid';
import { withMemory } from '../mirror/image-memory.ts';
import type { Outcome } from '../mirror/outcome.ts';
import type { ImageMemory, ImageRecord, Ledger, RecordedOutcome } from '../mirror/ports.ts';
import type { Run, RunSummary } from '../mirror/run.ts';
import { NOTHING_COUNTED, type RunTally, withOutcome } from '../mirror/run-tally.ts';
import { imageKey, outcomeKey, plannedKey, runKey, runListKey, tallyKey } from './ledger-keys.ts';
import type { ItemKey, SqliteItems } from './sqlite-items.ts';

/** The ledger of one host. Its methods wait for nothing but the disk. */
export class SqliteLedger implements Ledger {
  readonly #items: SqliteItems;
  readonly #historyMs: number;

  /** What belongs to a run is kept for `historyMs` from the start of the run, which its id tells. */
  constructor(items: SqliteItems, historyMs: number) {
    this.#items = items;
    this.#historyMs = historyMs;
  }

  async openRun(run: Run): Promise<void> {
    this.#items.transaction(() => {
      if (this.#items.get(runKey(run.id)) !== undefined) return;
      const progress = { ...run, state: 'planning', expected: null, finishedAt: null } as const;
      this.#keep(run.id, runKey(run.id), progress);
      this.#keep(run.id, runListKey(run.id), { startedAt: run.startedAt });
    });
  }

  async markPlanned(runId: string, expected: number): Promise<void> {
    this.#items.transaction(() => {
      const progress = this.#items.get(runKey(runId));
      if (progress === undefined) throw new Error(`run ${runId} was never opened`);
      if (progress.state !== 'planning') return;
      this.#keep(runId, runKey(runId), { ...progress, state: 'planned', expected });
    });
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
      }
      if (!isLatest || outcome.status !== 'unchanged') this.#keepOutcome(runId, outcome);
      this.#count(runId, outcome);
      return true;
    });
  }

  async recordPlanned(runId: string, position: number, outcome: Outcome): Promise<boolean> {
    return this.#items.transaction(() => {
      const key = plannedKey(runId, position);
      if (this.#items.get(key) !== undefined || this.#isCompleted(runId)) return false;

      this.#keep(runId, key, outcome);
      this.#count(runId, outcome);
      return true;
    });
  }

  async completeRun(runId: string, finishedAt: string): Promise<RunSummary | undefined> {
    return this.#items.transaction(() => {
      const progress = this.#items.get(runKey(runId));
      const tally = this.#tally(runId);
      if (progress?.state !== 'planned' || sum(tally) !== progress.expected) return undefined;

      const completed = { ...progress, state: 'completed', finishedAt } as const;
      this.#keep(runId, runKey(runId), completed);
      return { ...completed, ...tally };
    });
  }

  async readRun(runId: string): Promise<RunSummary | undefined> {
    return this.#items.transaction(() => {
      const progress = this.#items.get(runKey(runId));
      return progress && { ...progress, ...this.#tally(runId) };
    });
  }

  async readImage(target: string): Promise<ImageRecord | undefined> {
    return this.#items.get(imageKey(target));
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
    return (
      latest?.lastRun === runId ||
      this.#items.get(outcomeKey(runId, target)) !== undefined ||
      this.#isCompleted(runId)
    );
  }

  /** Keeps the proof that an open run has counted an image whose record now tells of a later run. */
  #keepDisplaced({ lastRun, outcome }: ImageRecord): void {
    if (!this.#isCompleted(lastRun)) this.#keepOutcome(lastRun, outcome);
  }

  #keepOutcome(runId: string, outcome: RecordedOutcome): void {
    this.#keep(runId, outcomeKey(runId, outcome.target), outcome);
  }

  #keep<Item>(runId: string, key: ItemKey<Item>, item: NoInfer<Item>): void {
    this.#items.put(key, item, decodeTime(runId) + this.#historyMs);
  }

  #isCompleted(runId: string): boolean {
    return this.#items.get(runKey(runId))?.state === 'completed';
  }

  #count(runId: string, outcome: Outcome): void {
    this.#keep(runId, tallyKey(runId), withOutcome(this.#tally(runId), outcome));
  }

  #tally(runId: string): RunTally {
    return this.#items.get(tallyKey(runId)) ?? NOTHING_COUNTED;
  }
}

function sum({ counts }: RunTally): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
