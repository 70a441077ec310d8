import { NO_BYTES, type OutcomeStatus } from '../../lib/mirror/outcome.ts';
import type { ImageRecord, Ledger, RecordedOutcome } from '../../lib/mirror/ports.ts';
import type { Counts, Run, RunSummary } from '../../lib/mirror/run.ts';

type Progress = Omit<RunSummary, 'counts' | 'bytes'>;

/** A ledger that remembers every outcome and counts them whenever it is asked. */
export class MemoryLedger implements Ledger {
  readonly #runs = new Map<string, Progress>();
  readonly #images = new Map<string, ImageRecord>();
  readonly #outcomes = new Map<string, Map<string, RecordedOutcome>>();

  async openRun(run: Run): Promise<void> {
    if (this.#runs.has(run.id)) return;
    this.#runs.set(run.id, { ...run, state: 'planning', expected: null, finishedAt: null });
  }

  async markPlanned(runId: string, expected: number): Promise<void> {
    const run = this.#runs.get(runId);
    if (run === undefined) throw new Error(`run ${runId} was never opened`);
    if (run.state === 'planning') this.#runs.set(runId, { ...run, state: 'planned', expected });
  }

  async record(runId: string, outcome: RecordedOutcome): Promise<boolean> {
    const recorded = this.#outcomes.get(runId) ?? new Map<string, RecordedOutcome>();
    if (recorded.has(outcome.target)) return false;
    this.#outcomes.set(runId, recorded.set(outcome.target, outcome));

    const latest = this.#images.get(outcome.target);
    if (latest === undefined || latest.lastRun < runId) {
      this.#images.set(outcome.target, { lastRun: runId, outcome });
    }
    return true;
  }

  async completeRun(runId: string, finishedAt: string): Promise<RunSummary | undefined> {
    const run = this.#runs.get(runId);
    const counted = this.outcomes(runId).length;
    if (run?.state !== 'planned' || run.expected !== counted) return undefined;
    this.#runs.set(runId, { ...run, state: 'completed', finishedAt });
    return this.readRun(runId);
  }

  async readRun(runId: string): Promise<RunSummary | undefined> {
    const run = this.#runs.get(runId);
    const outcomes = this.outcomes(runId);
    return run && { ...run, counts: countsOf(outcomes), bytes: bytesOf(outcomes) };
  }

  async readImage(target: string): Promise<ImageRecord | undefined> {
    return this.#images.get(target);
  }

  /** What was recorded in a run, in that order: for assertions. */
  outcomes(runId: string): readonly RecordedOutcome[] {
    return [...(this.#outcomes.get(runId)?.values() ?? [])];
  }
}

function countsOf(outcomes: readonly RecordedOutcome[]): Counts {
  const count = (wanted: OutcomeStatus) =>
    outcomes.filter(({ status }) => status === wanted).length;
  return {
    copied: count('copied'),
    unchanged: count('unchanged'),
    conflict: count('conflict'),
    skipped: count('skipped'),
    failed: count('failed'),
  };
}

function bytesOf(outcomes: readonly RecordedOutcome[]): RunSummary['bytes'] {
  return outcomes.reduce(
    (sum, { bytes }) => ({
      uploaded: sum.uploaded + bytes.uploaded,
      mounted: sum.mounted + bytes.mounted,
      present: sum.present + bytes.present,
    }),
    NO_BYTES,
  );
}
