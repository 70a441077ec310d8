import { decodeTime } from 'ulid';
import type { Outcome } from '../mirror/outcome.ts';
import type { Run, RunSummary } from '../mirror/run.ts';
import { totalOf, withOutcome } from '../mirror/run-tally.ts';
import type { ItemKey } from './item-key.ts';
import { type RunProgress, runKey, runListKey, tallyKey } from './ledger-keys.ts';
import type { SqliteItems } from './sqlite-items.ts';
import { listRuns, readRun, readTally } from './sqlite-run-list.ts';

/** The runs of a ledger and what is counted in each. Its methods are steps of the caller's transaction. */
export class SqliteRuns {
  readonly #items: SqliteItems;
  readonly #historyMs: number;
  /** Known to be completed, as they stay. */
  readonly #completed = new Set<string>();

  /** What belongs to a run is kept for `historyMs` from the start of the run, which its id tells. */
  constructor(items: SqliteItems, historyMs: number) {
    this.#items = items;
    this.#historyMs = historyMs;
  }

  open(run: Run): void {
    if (this.progress(run.id) !== undefined) return;
    this.#put({ ...run, state: 'planning', expected: null, finishedAt: null });
    this.keep(run.id, runListKey(run.id), { startedAt: run.startedAt });
  }

  markPlanned(runId: string, expected: number): void {
    const progress = this.progress(runId);
    if (progress === undefined) throw new Error(`run ${runId} was never opened`);
    if (progress.state === 'planning') this.#put({ ...progress, state: 'planned', expected });
  }

  /** The run as it is once completed at `finishedAt`; `undefined` where it cannot be completed now. */
  completed(runId: string, finishedAt: string): RunSummary | undefined {
    const run = readRun(this.#items, runId);
    const isDone = run?.state === 'planned' && run.expected === totalOf(run);
    return isDone ? { ...run, state: 'completed', finishedAt } : undefined;
  }

  /** Takes {@link completed} down. */
  complete({ counts: _, bytes: __, ...progress }: RunSummary): void {
    this.#put(progress);
  }

  supersede(runId: string, finishedAt: string): boolean {
    const progress = this.progress(runId);
    if (progress === undefined || !isOpen(progress)) return false;
    this.#put({ ...progress, state: 'superseded', finishedAt });
    return true;
  }

  /** The oldest first. */
  listOpen(): readonly RunSummary[] {
    return listRuns(this.#items).filter(isOpen).toReversed();
  }

  progress(runId: string): RunProgress | undefined {
    return this.#items.get(runKey(runId));
  }

  isCompleted(runId: string): boolean {
    if (this.#completed.has(runId)) return true;
    const isCompleted = this.progress(runId)?.state === 'completed';
    if (isCompleted) this.#completed.add(runId);
    return isCompleted;
  }

  /** Whether somebody still waits for images of the run. */
  isOpen(runId: string): boolean {
    const progress = this.progress(runId);
    return progress !== undefined && isOpen(progress);
  }

  count(runId: string, outcome: Outcome): void {
    this.keep(runId, tallyKey(runId), withOutcome(readTally(this.#items, runId), outcome));
  }

  /** Puts an item that belongs to a run and is forgotten with it. */
  keep<Item>(runId: string, key: ItemKey<Item>, item: NoInfer<Item>): void {
    this.#items.put(key, item, decodeTime(runId) + this.#historyMs);
  }

  #put(progress: RunProgress): void {
    this.keep(progress.id, runKey(progress.id), progress);
  }
}

function isOpen({ state }: RunProgress): boolean {
  return state === 'planning' || state === 'planned';
}
