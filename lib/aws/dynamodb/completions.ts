import type { Announce } from '../../mirror/ports.ts';
import type { RunSummary } from '../../mirror/run.ts';
import { countedIn } from './run-counts.ts';
import type { Runs } from './runs.ts';

/**
 * Completes runs. Every worker tries it after every image, so callers that come while an attempt is under way share the
 * next one: its reading begins after whatever they have counted.
 */
export class Completions {
  readonly #runs: Runs;
  /** By run: the attempt that has not begun yet, and the end of the one before it. */
  readonly #waiting = new Map<string, Promise<unknown>>();
  readonly #latest = new Map<string, Promise<void>>();
  /** How many images planned runs expect, which stays. */
  readonly #expected = new Map<string, number>();

  constructor(runs: Runs) {
    this.#runs = runs;
  }

  /** As `Ledger.completeRun`; the summary goes to the caller that an attempt began for. */
  async complete(
    runId: string,
    finishedAt: string,
    announce?: Announce,
  ): Promise<RunSummary | undefined> {
    const shared = this.#waiting.get(runId);
    if (shared !== undefined) {
      await shared;
      return undefined;
    }
    const former = this.#latest.get(runId) ?? Promise.resolve();
    const attempt = former.then(() => {
      this.#waiting.delete(runId);
      return this.#attempt(runId, finishedAt, announce);
    });
    this.#waiting.set(runId, attempt);
    this.#remember(runId, attempt);
    return attempt;
  }

  #remember(runId: string, attempt: Promise<unknown>): void {
    const forget = () => {
      if (this.#latest.get(runId) === end) this.#latest.delete(runId);
    };
    const end = attempt.then(forget, forget);
    this.#latest.set(runId, end);
  }

  async #attempt(
    runId: string,
    finishedAt: string,
    announce?: Announce,
  ): Promise<RunSummary | undefined> {
    if (!(await this.#isCounted(runId))) return undefined;
    const run = await this.#runs.read(runId);
    if (run?.state !== 'planned' || run.expected !== countedIn(run)) return undefined;
    const completed: RunSummary = { ...run, state: 'completed', finishedAt };
    await announce?.(completed);
    return (await this.#runs.complete(completed)) ? completed : undefined;
  }

  /** The cheap question, asked most often in vain: one read unit once it is known how many images are expected. */
  async #isCounted(runId: string): Promise<boolean> {
    const expected = this.#expected.get(runId) ?? (await this.#readExpected(runId));
    return expected !== undefined && countedIn(await this.#runs.tally(runId)) === expected;
  }

  async #readExpected(runId: string): Promise<number | undefined> {
    const progress = await this.#runs.progress(runId);
    if (progress?.state !== 'planned' || progress.expected === null) return undefined;
    this.#expected.set(runId, progress.expected);
    return progress.expected;
  }
}
