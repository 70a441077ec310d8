import pMap from 'p-map';
import type { Run, RunState, RunSummary } from '../../mirror/run.ts';
import type { RunTally } from '../../mirror/run-tally.ts';
import { SharedCalls } from '../../mirror/shared-calls.ts';
import type { History } from './history.ts';
import { tallyOf } from './run-counts.ts';
import { beginningWith, type Table } from './table.ts';
import {
  countKey,
  openRunKey,
  RUN_IDS,
  RUNS,
  runIdIn,
  runListKey,
  type SummaryItem,
  summaryKey,
} from './table-keys.ts';
import { ABSENT, put, remove, update } from './table-writes.ts';

const OPEN: readonly RunState[] = ['planning', 'planned'];

/** How many runs are read at a time. */
const READERS = 8;

/** The runs of a ledger: their states and what is counted in them. */
export class Runs {
  readonly #table: Table;
  readonly #history: History;
  /** Runs that are known to be completed, which they stay. */
  readonly #completed = new Set<string>();
  readonly #progressReadings = new SharedCalls<SummaryItem | undefined>();

  constructor(table: Table, history: History) {
    this.#table = table;
    this.#history = history;
  }

  async open(run: Run): Promise<void> {
    const item: SummaryItem = { ...run, state: 'planning', expected: null, finishedAt: null };
    const expiresAt = this.#history.endOf(run.id);
    await this.#table.transact(() => [
      put(summaryKey(run.id), item, { expiresAt, condition: ABSENT }),
      put(runListKey(run.id), {}, { expiresAt }),
      put(openRunKey(run.id), {}, { expiresAt }),
    ]);
  }

  async markPlanned(runId: string, expected: number): Promise<void> {
    const { isWritten, item } = await this.#table.write(
      update(summaryKey(runId), {
        update: 'SET #state = :planned, #expected = :expected',
        condition: '#state = :planning',
        values: { planned: 'planned', planning: 'planning', expected },
      }),
    );
    if (!isWritten && !item) throw new Error(`run ${runId} was never opened`);
  }

  /** Ends a planned run with what is counted in it; resolves to whether this call ended it. */
  async complete({ id, finishedAt, counts, bytes }: RunSummary): Promise<boolean> {
    return this.#end(id, 'completed', {
      update: '#finishedAt = :finishedAt, #counts = :counts, #bytes = :bytes',
      condition: '#state = :planned',
      values: { finishedAt, counts, bytes, planned: 'planned' },
    });
  }

  /** Ends an open run as it is; resolves to whether this call ended it. */
  async supersede(runId: string, finishedAt: string): Promise<boolean> {
    return this.#end(runId, 'superseded', {
      update: '#finishedAt = :finishedAt',
      condition: '#state IN (:planning, :planned)',
      values: { finishedAt, planning: 'planning', planned: 'planned' },
    });
  }

  /** Without what is counted in it, unless that is final. */
  async progress(runId: string): Promise<SummaryItem | undefined> {
    const progress = await this.#table.get(summaryKey(runId));
    if (progress?.state === 'completed') this.#completed.add(runId);
    return progress;
  }

  /** Whether the run is completed now. */
  async isCompleted(runId: string): Promise<boolean> {
    if (this.#completed.has(runId)) return true;
    return (await this.progress(runId))?.state === 'completed';
  }

  /** Whether the run was completed a moment ago, for many that ask at one time. */
  async wasCompleted(runId: string): Promise<boolean> {
    if (this.#completed.has(runId)) return true;
    const read = () => this.progress(runId);
    return (await this.#progressReadings.join(runId, read))?.state === 'completed';
  }

  async tally(runId: string): Promise<RunTally> {
    const shards = await this.#table.list(beginningWith(countKey(runId)));
    return tallyOf(shards.map(({ item }) => item));
  }

  async read(runId: string): Promise<RunSummary | undefined> {
    const progress = await this.progress(runId);
    if (!progress) return undefined;
    const { counts, bytes } = progress;
    return { ...progress, ...(counts && bytes ? { counts, bytes } : await this.tally(runId)) };
  }

  /** The oldest first. */
  async listOpen(): Promise<readonly RunSummary[]> {
    const listed = await this.#table.list(beginningWith(openRunKey()));
    const runs = await this.#readAll(listed.map(({ sk }) => runIdIn(sk)));
    return runs.filter(({ state }) => OPEN.includes(state));
  }

  /** The newest first. */
  async list(limit: number): Promise<readonly RunSummary[]> {
    const selection = { pk: RUNS, ...RUN_IDS, newestFirst: true, limit };
    return this.#readAll((await this.#table.list(selection)).map(({ sk }) => sk));
  }

  async #readAll(runIds: readonly string[]): Promise<readonly RunSummary[]> {
    const runs = await pMap(runIds, (runId) => this.read(runId), { concurrency: READERS });
    return runs.flatMap((run) => run ?? []);
  }

  async #end(
    runId: string,
    state: RunState,
    change: { update: string; condition: string; values: Readonly<Record<string, unknown>> },
  ): Promise<boolean> {
    const ended = update(summaryKey(runId), {
      update: `SET #state = :state, ${change.update}`,
      condition: change.condition,
      values: { ...change.values, state },
    });
    const refused = await this.#table.transact(() => [ended, remove(openRunKey(runId))]);
    return refused.size === 0;
  }
}
