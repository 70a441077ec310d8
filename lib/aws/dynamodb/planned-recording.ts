import type { Outcome } from '../../mirror/outcome.ts';
import type { History } from './history.ts';
import { outcomeItemOf } from './outcome-item.ts';
import type { Recording } from './recording.ts';
import type { Runs } from './runs.ts';
import type { Table } from './table.ts';
import { plannedKey } from './table-keys.ts';
import { ABSENT, put, type Write } from './table-writes.ts';

export interface PlannedRecordingDependencies {
  readonly table: Table;
  readonly runs: Runs;
  readonly history: History;
}

/** What became of an entry while its run was planned. */
export class PlannedRecording implements Recording {
  readonly runId: string;
  readonly outcome: Outcome;
  readonly key: string;
  readonly #position: number;
  readonly #dependencies: PlannedRecordingDependencies;

  constructor(
    runId: string,
    position: number,
    outcome: Outcome,
    dependencies: PlannedRecordingDependencies,
  ) {
    this.runId = runId;
    this.outcome = outcome;
    this.key = JSON.stringify([runId, position]);
    this.#position = position;
    this.#dependencies = dependencies;
  }

  async prepare(): Promise<readonly Write[] | undefined> {
    const { table, runs, history } = this.#dependencies;
    const key = plannedKey(this.runId, this.#position);
    if ((await table.get(key)) || (await runs.wasCompleted(this.runId))) return undefined;
    const item = { ...outcomeItemOf(this.outcome), target: this.outcome.target };
    const expiresAt = history.endOf(this.runId);
    return [put(key, item, { expiresAt, condition: ABSENT })];
  }
}
