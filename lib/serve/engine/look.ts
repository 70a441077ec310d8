import type { Definition } from '../../definition/definition.ts';
import type { LedgerReader } from '../../mirror/ledger-reader.ts';
import type { Ledger, Repositories } from '../../mirror/ports.ts';
import type { Run, RunSummary } from '../../mirror/run.ts';
import { attend } from '../../mirror/run-cycle/attend.ts';
import type { Attended, RunCycle } from '../../mirror/run-cycle/run-cycle.ts';
import type { ServiceListener } from '../events.ts';
import type { Access } from './access.ts';
import { adoptRuns } from './adopt-runs.ts';
import type { EngineOptions } from './engine-options.ts';
import type { RunWorks } from './run-works.ts';
import type { SyncWorker } from './sync-worker.ts';

export interface LookOptions extends Pick<EngineOptions, 'file' | 'clock'> {
  readonly ledger: Ledger;
  readonly home: Pick<EngineOptions['ledger'], 'definitions' | 'expansions' | 'requireSameFile'>;
  readonly reader: LedgerReader;
  readonly works: RunWorks;
  readonly worker: SyncWorker;
  readonly listener: ServiceListener;
  /** Is told what holds, before anything is done about it. */
  readonly inForce: (definition: Definition | undefined) => void;
  readonly openAccess: (definition: Definition) => Promise<Access>;
}

export interface TakeOptions {
  /** The time that the schedule named, where it calls for a run. */
  readonly dueMs: number | undefined;
  /** Ends the look; a run that is being planned then is left for the next one. */
  readonly signal: AbortSignal;
}

/** Looks at the definition, begins the run that this calls for, and takes up what other processes left. */
export class Look {
  readonly #options: LookOptions;
  #access: Access | undefined;
  #begun: string | undefined;

  constructor(options: LookOptions) {
    this.#options = options;
  }

  /** Throws what registries' settings and the ledger do; an abort rejects with its reason. */
  async take({ dueMs, signal }: TakeOptions): Promise<void> {
    const { file, home, inForce, openAccess } = this.#options;
    home.requireSameFile();
    const definition = await file.inForce(home.definitions);
    inForce(definition);
    this.#access = definition && (await openAccess(definition));
    try {
      await this.#begin({ dueMs, signal });
      if (definition) await this.#adopt(definition, signal);
    } catch (error) {
      // A later look goes on with what is left of it, or with a newer run.
      if (this.#begun !== undefined) this.#options.works.end(this.#begun);
      throw error;
    } finally {
      this.#end();
    }
  }

  /** A run has been opened, by this look or, to go on with it, by one before. */
  begun(run: Run): void {
    if (!this.#access) return;
    this.#begun = run.id;
    this.#options.works.begin(run, this.#access);
  }

  #end(): void {
    // A run that came to nothing is not worked on.
    this.#options.works.planning?.end();
    this.#access?.release();
    this.#access = undefined;
    this.#begun = undefined;
  }

  async #begin({ dueMs, signal }: TakeOptions): Promise<void> {
    const { file, clock } = this.#options;
    const cause = { identity: await file.identity(), atMs: clock.now() };
    const changed = await attend({ kind: 'change', ...cause }, { signal }, this.#cycle);
    if (changed.state === 'planned' || dueMs === undefined) return this.#tell(changed);
    const due = { identity: `due ${dueMs}`, atMs: clock.now() };
    await this.#tell(await attend({ kind: 'schedule', ...due }, { signal }, this.#cycle));
  }

  async #tell(attended: Attended): Promise<void> {
    const { listener, ledger } = this.#options;
    if (attended.state === 'skipped') listener({ type: 'idle', reason: attended.reason });
    if (attended.state !== 'planned') return;
    const run = await ledger.readRun(attended.runId);
    if (run) listener({ type: 'planned', run, images: attended.images });
  }

  async #adopt(definition: Definition, signal: AbortSignal): Promise<void> {
    const { works, listener } = this.#options;
    await adoptRuns(this.#cycle, {
      signal,
      definition,
      listener,
      isKnown: (runId) => works.get(runId)?.over.aborted === false,
      begin: (run, images) => this.#takeUp(run, images),
    });
  }

  /** Counts go on from where the process came to that died. */
  #takeUp(run: RunSummary, images: number): void {
    if (!this.#access) return;
    const work = this.#options.works.begin(run, this.#access, run.counts);
    work.listener({ type: 'planned', images });
  }

  get #cycle(): RunCycle {
    const { file, ledger, reader, home, works, worker, clock, listener } = this.#options;
    return {
      source: file,
      ...{ ledger, reader, clock, listener },
      definitions: home.definitions,
      expansions: home.expansions,
      queue: worker,
      repositories: { open: (name, access) => this.#repositories.open(name, access) },
      announcements: {
        // Who listens to the ledger and to the cycle is told the same.
        runCompleted: async () => {},
        definitionBroken: async () => {},
      },
      // Runs of this service are worked on, gone on with, or superseded: none of them waits for nobody.
      runTimeoutMs: Infinity,
      planning: (event) => works.planning?.listener(event),
    };
  }

  get #repositories(): Repositories {
    if (!this.#access) throw new Error('no tags are listed without a definition');
    return this.#access.repositories;
  }
}
