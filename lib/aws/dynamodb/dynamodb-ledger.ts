import type { Outcome } from '../../mirror/outcome.ts';
import type {
  Announce,
  ImageMemory,
  ImageRecord,
  Ledger,
  RecordedOutcome,
} from '../../mirror/ports.ts';
import type { Run, RunSummary } from '../../mirror/run.ts';
import { Completions } from './completions.ts';
import { ImageRecording, type ImageRecordingDependencies } from './image-recording.ts';
import { recordOf } from './images.ts';
import { listCounted } from './list-counted.ts';
import { PlannedRecording } from './planned-recording.ts';
import type { Recorder } from './recorder.ts';
import { stateKey } from './table-keys.ts';
import { update } from './table-writes.ts';

export interface DynamoDbLedgerDependencies extends ImageRecordingDependencies {
  readonly recorder: Recorder;
}

/** The ledger of many workers. */
export class DynamoDbLedger implements Ledger {
  readonly #dependencies: DynamoDbLedgerDependencies;
  readonly #completions: Completions;

  constructor(dependencies: DynamoDbLedgerDependencies) {
    this.#dependencies = dependencies;
    this.#completions = new Completions(dependencies.runs);
  }

  async openRun(run: Run): Promise<void> {
    await this.#dependencies.runs.open(run);
  }

  async markPlanned(runId: string, expected: number): Promise<void> {
    await this.#dependencies.runs.markPlanned(runId, expected);
  }

  async record(runId: string, outcome: RecordedOutcome, memory?: ImageMemory): Promise<boolean> {
    const recording = new ImageRecording(runId, outcome, memory, this.#dependencies);
    return this.#dependencies.recorder.record(recording);
  }

  async recordPlanned(runId: string, position: number, outcome: Outcome): Promise<boolean> {
    const recording = new PlannedRecording(runId, position, outcome, this.#dependencies);
    return this.#dependencies.recorder.record(recording);
  }

  async completeRun(
    runId: string,
    finishedAt: string,
    announce?: Announce,
  ): Promise<RunSummary | undefined> {
    return this.#completions.complete(runId, finishedAt, announce);
  }

  async supersedeRun(runId: string, finishedAt: string): Promise<boolean> {
    return this.#dependencies.runs.supersede(runId, finishedAt);
  }

  async listOpenRuns(): Promise<readonly RunSummary[]> {
    return this.#dependencies.runs.listOpen();
  }

  async listCounted(runId: string, targets: readonly string[]): Promise<ReadonlySet<string>> {
    return listCounted(runId, targets, this.#dependencies);
  }

  async retire(target: string, lastRun: string): Promise<void> {
    const retired = update(stateKey(target), {
      update: 'REMOVE #failing',
      condition: '#lastRun = :lastRun',
      values: { lastRun },
    });
    await this.#dependencies.table.write(retired);
  }

  async readRun(runId: string): Promise<RunSummary | undefined> {
    return this.#dependencies.runs.read(runId);
  }

  async readImage(target: string): Promise<ImageRecord | undefined> {
    const { state, memory } = await this.#dependencies.images.read(target);
    return state && recordOf(target, state, memory);
  }

  async recall(target: string): Promise<ImageMemory | undefined> {
    return (await this.#dependencies.images.read(target)).memory;
  }
}
