import { byTarget } from '../../lib/mirror/by-target.ts';
import { driftSince, KEPT_DRIFTS } from '../../lib/mirror/drift.ts';
import { isFailing } from '../../lib/mirror/failing.ts';
import { withMemory } from '../../lib/mirror/image-memory.ts';
import type { Drift, LedgerReader } from '../../lib/mirror/ledger-reader.ts';
import { NO_BYTES, type Outcome, type OutcomeStatus } from '../../lib/mirror/outcome.ts';
import type {
  Announce,
  ImageMemory,
  ImageRecord,
  Ledger,
  RecordedOutcome,
} from '../../lib/mirror/ports.ts';
import type { Counts, Run, RunSummary } from '../../lib/mirror/run.ts';

type Progress = Omit<RunSummary, 'counts' | 'bytes'>;

/** A ledger that remembers every outcome and counts them whenever it is asked. */
export class MemoryLedger implements Ledger, LedgerReader {
  readonly #runs = new Map<string, Progress>();
  readonly #images = new Map<string, ImageRecord>();
  /** Targets that left the definition, with the run that they were recorded in last. */
  readonly #retired = new Map<string, string>();
  /** By target, the latest first. */
  readonly #drifts = new Map<string, readonly Drift[]>();
  /** By run, and there by target, or by position where there was no request. */
  readonly #outcomes = new Map<string, Map<string | number, Outcome>>();

  async openRun(run: Run): Promise<void> {
    if (this.#runs.has(run.id)) return;
    this.#runs.set(run.id, { ...run, state: 'planning', expected: null, finishedAt: null });
  }

  async markPlanned(runId: string, expected: number): Promise<void> {
    const run = this.#runs.get(runId);
    if (run === undefined) throw new Error(`run ${runId} was never opened`);
    if (run.state === 'planning') this.#runs.set(runId, { ...run, state: 'planned', expected });
  }

  async record(runId: string, outcome: RecordedOutcome, memory?: ImageMemory): Promise<boolean> {
    const { target } = outcome;
    if (!this.#count(runId, target, outcome)) return false;
    const latest = this.#images.get(target);
    if (latest !== undefined && latest.lastRun > runId) return true;
    const drift = driftSince(latest, runId, outcome) ?? [];
    this.#drifts.set(target, [drift, this.#drifts.get(target) ?? []].flat());
    this.#images.set(target, {
      lastRun: runId,
      outcome,
      ...withMemory(latest?.memory, memory),
    });
    return true;
  }

  async recordPlanned(runId: string, position: number, outcome: Outcome): Promise<boolean> {
    return this.#count(runId, position, outcome);
  }

  async completeRun(
    runId: string,
    finishedAt: string,
    announce?: Announce,
  ): Promise<RunSummary | undefined> {
    const run = await this.readRun(runId);
    if (run === undefined || !this.#isDone(runId)) return undefined;
    const completed: RunSummary = { ...run, state: 'completed', finishedAt };
    await announce?.(completed);
    if (!this.#isDone(runId)) return undefined;
    this.#runs.set(runId, completed);
    return completed;
  }

  async supersedeRun(runId: string, finishedAt: string): Promise<boolean> {
    const run = this.#runs.get(runId);
    if (run === undefined || !isOpen(run)) return false;
    this.#runs.set(runId, { ...run, state: 'superseded', finishedAt });
    return true;
  }

  async listOpenRuns(): Promise<readonly RunSummary[]> {
    return this.#summaries().filter(isOpen);
  }

  async listCounted(runId: string, targets: readonly string[]): Promise<ReadonlySet<string>> {
    const counted = this.#outcomes.get(runId);
    return new Set(targets.filter((target) => counted?.has(target)));
  }

  async retire(target: string, lastRun: string): Promise<void> {
    if (this.#images.get(target)?.lastRun === lastRun) this.#retired.set(target, lastRun);
  }

  async readRun(runId: string): Promise<RunSummary | undefined> {
    const run = this.#runs.get(runId);
    return run && this.#summaryOf(run);
  }

  async readImage(target: string): Promise<ImageRecord | undefined> {
    return this.#images.get(target);
  }

  async recall(target: string): Promise<ImageMemory | undefined> {
    return this.#images.get(target)?.memory;
  }

  async listRuns({ limit }: { readonly limit: number }): Promise<readonly RunSummary[]> {
    return this.#summaries().toReversed().slice(0, limit);
  }

  async listOutcomes(runId: string): Promise<readonly Outcome[]> {
    const outcomes = this.outcomes(runId).filter(({ status }) => status !== 'unchanged');
    return outcomes.toSorted(byTarget);
  }

  async listFailing(): Promise<readonly ImageRecord[]> {
    const isRetired = ({ lastRun, outcome: { target } }: ImageRecord) =>
      this.#retired.get(target) === lastRun;
    return [...this.#images.values()]
      .filter((image) => isFailing(image.outcome.status) && !isRetired(image))
      .toSorted((one, other) => byTarget(one.outcome, other.outcome));
  }

  async listDrift(target: string): Promise<readonly Drift[]> {
    return (this.#drifts.get(target) ?? []).slice(0, KEPT_DRIFTS);
  }

  /** What was recorded in a run, in that order: for assertions. */
  outcomes(runId: string): readonly Outcome[] {
    return [...(this.#outcomes.get(runId)?.values() ?? [])];
  }

  /** The oldest first. */
  #summaries(): RunSummary[] {
    const runs = [...this.#runs.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
    return runs.map((run) => this.#summaryOf(run));
  }

  #summaryOf(run: Progress): RunSummary {
    const outcomes = this.outcomes(run.id);
    return { ...run, counts: countsOf(outcomes), bytes: bytesOf(outcomes) };
  }

  #isDone(runId: string): boolean {
    const run = this.#runs.get(runId);
    return run?.state === 'planned' && run.expected === this.outcomes(runId).length;
  }

  #count(runId: string, name: string | number, outcome: Outcome): boolean {
    const recorded = this.#outcomes.get(runId) ?? new Map<string | number, Outcome>();
    if (recorded.has(name) || this.#runs.get(runId)?.state === 'completed') return false;
    this.#outcomes.set(runId, recorded.set(name, outcome));
    return true;
  }
}

function isOpen({ state }: Progress): boolean {
  return state === 'planning' || state === 'planned';
}

function countsOf(outcomes: readonly Outcome[]): Counts {
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

function bytesOf(outcomes: readonly Outcome[]): RunSummary['bytes'] {
  return outcomes.reduce(
    (sum, { bytes }) => ({
      uploaded: sum.uploaded + bytes.uploaded,
      mounted: sum.mounted + bytes.mounted,
      present: sum.present + bytes.present,
    }),
    NO_BYTES,
  );
}
