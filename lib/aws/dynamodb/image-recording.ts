import { driftSince, KEPT_DRIFTS } from '../../mirror/drift.ts';
import { isFailing } from '../../mirror/failing.ts';
import { withMemory } from '../../mirror/image-memory.ts';
import type { ImageMemory, RecordedOutcome } from '../../mirror/ports.ts';
import { type Images, recordOf } from './images.ts';
import { memoryItemOf } from './memory-item.ts';
import { type OutcomeItem, outcomeItemOf } from './outcome-item.ts';
import type { PlannedRecordingDependencies } from './planned-recording.ts';
import type { Recording } from './recording.ts';
import { beginningWith } from './table.ts';
import {
  driftKey,
  FAILING_INDEX,
  memoryKey,
  outcomeKey,
  type StateItem,
  stateKey,
} from './table-keys.ts';
import { ABSENT, put, remove, type Write } from './table-writes.ts';

export interface ImageRecordingDependencies extends PlannedRecordingDependencies {
  readonly images: Images;
}

/**
 * What became of an image. Its record's `lastRun` only rises, so it tells, together with the proofs that are kept of
 * runs that another displaced from it, whether an outcome has been counted.
 */
export class ImageRecording implements Recording {
  readonly runId: string;
  readonly outcome: RecordedOutcome;
  readonly key: string;
  readonly #memory: ImageMemory | undefined;
  readonly #dependencies: ImageRecordingDependencies;

  constructor(
    runId: string,
    outcome: RecordedOutcome,
    memory: ImageMemory | undefined,
    dependencies: ImageRecordingDependencies,
  ) {
    this.runId = runId;
    this.outcome = outcome;
    this.key = outcome.target;
    this.#memory = memory;
    this.#dependencies = dependencies;
  }

  async prepare(): Promise<readonly Write[] | undefined> {
    const { images } = this.#dependencies;
    const { state, memory } = await images.take(this.outcome.target);
    if (state?.lastRun === this.runId) return undefined;
    if (state && state.lastRun > this.runId) return this.#prepareLate();
    if (await this.#dependencies.runs.wasCompleted(this.runId)) return undefined;
    return [
      ...this.#latest(state, memory),
      ...(await this.#displaced(state)),
      ...(await this.#drift(state)),
    ];
  }

  /**
   * A later run has recorded the image. The order of the readings matters: that run kept no proof where
   * this one was completed before, so where there is none a state read afterwards tells.
   */
  async #prepareLate(): Promise<readonly Write[] | undefined> {
    const { table, runs } = this.#dependencies;
    if (await table.get(outcomeKey(this.runId, this.outcome.target))) return undefined;
    if (await runs.isCompleted(this.runId)) return undefined;
    return [this.#proof(this.runId, outcomeItemOf(this.outcome), ABSENT)];
  }

  /** Makes the outcome the latest, unless somebody replaced `state` meanwhile. */
  #latest(state: StateItem | undefined, memory: ImageMemory | undefined): readonly Write[] {
    const { target, status } = this.outcome;
    const item = outcomeItemOf(this.outcome);
    const kept = this.#memory && memoryItemOf(withMemory(memory, this.#memory).memory);
    const digest = this.#memory ? kept?.digest : state?.memory;
    const latest: StateItem = {
      ...item,
      lastRun: this.runId,
      ...(digest !== undefined && { memory: digest }),
      ...(isFailing(status) && { failing: FAILING_INDEX }),
    };
    const unchanged = state
      ? { condition: '#lastRun = :lastRun', values: { lastRun: state.lastRun } }
      : { condition: ABSENT };
    return [
      put(stateKey(target), latest, unchanged),
      ...(kept && kept.digest !== state?.memory ? [put(memoryKey(target), kept)] : []),
      ...(status === 'unchanged' ? [] : [this.#proof(this.runId, item)]),
    ];
  }

  /** Keeps the proof that an open run has counted an image; a completed one has counted them all. */
  async #displaced(state: StateItem | undefined): Promise<readonly Write[]> {
    if (state?.status !== 'unchanged') return [];
    if (await this.#dependencies.runs.wasCompleted(state.lastRun)) return [];
    const { lastRun, memory: _, failing: __, ...item } = state;
    return [this.#proof(lastRun, item)];
  }

  /** Notes that the source moved, in the place of what is too long ago. */
  async #drift(state: StateItem | undefined): Promise<readonly Write[]> {
    const { target } = this.outcome;
    const drift = driftSince(state && recordOf(target, state), this.runId, this.outcome);
    if (!drift) return [];
    const selection = { ...beginningWith(driftKey(target)), newestFirst: true };
    const former = await this.#dependencies.table.list(selection);
    const overdue = former.slice(KEPT_DRIFTS - 1, KEPT_DRIFTS + 1);
    return [
      put(driftKey(target, this.runId), drift),
      ...overdue.map(({ item }) => remove(driftKey(target, item.runId))),
    ];
  }

  #proof(runId: string, item: OutcomeItem, condition?: string): Write {
    const expiresAt = this.#dependencies.history.endOf(runId);
    const options = condition === undefined ? { expiresAt } : { expiresAt, condition };
    return put(outcomeKey(runId, this.outcome.target), item, options);
  }
}
