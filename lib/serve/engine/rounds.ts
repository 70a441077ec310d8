import { SyncerError } from '../../errors.ts';
import { InterruptedError } from '../../mirror/interrupted-error.ts';
import type { LedgerReader } from '../../mirror/ledger-reader.ts';
import type { ServiceListener } from '../events.ts';
import { watchFiles } from '../watch/watch-files.ts';
import { nextDue } from './due.ts';
import type { EngineOptions } from './engine-options.ts';
import type { Look } from './look.ts';
import type { Troubles } from './troubles.ts';
import { Wake } from './wake.ts';

export interface RoundsOptions
  extends Pick<EngineOptions, 'file' | 'clock' | 'signal' | 'schedule' | 'pull'> {
  readonly look: Pick<Look, 'take'>;
  readonly troubles: Troubles;
  readonly listener: ServiceListener;
  readonly reader: LedgerReader;
}

/** One look after another: when the file changes, when somebody calls, when the schedule says so, and when one failed. */
export class Rounds {
  readonly startedAt: number;
  readonly #options: RoundsOptions;
  readonly #wake: Wake;
  /** When the schedule was heeded last. */
  #heededAt = 0;
  #dueAt = Infinity;
  #hasLooked = false;
  #outdated = new AbortController();

  constructor(options: RoundsOptions) {
    this.#options = options;
    this.#wake = new Wake(options.clock);
    this.startedAt = options.clock.now();
  }

  /** ISO 8601; `null` where the schedule names no time. */
  get nextRunAt(): string | null {
    return this.#dueAt === Infinity ? null : new Date(this.#dueAt).toISOString();
  }

  call(): void {
    this.#wake.call({ pull: true });
  }

  /** Resolves when the signal has ended it. */
  async begin(): Promise<void> {
    const { file, clock, signal } = this.#options;
    const changed = () => {
      // Whatever is being planned is out of date, and may wait for a registry that stands still.
      this.#outdated.abort(new InterruptedError());
      // A pull changes the file, which must not be pulled again for that.
      this.#wake.call({ pull: false });
    };
    const watch = await watchFiles(file.files, { clock, signal, changed });
    this.call();
    try {
      for (;;) await this.#round();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    await watch.ended;
  }

  async #round(): Promise<void> {
    const { clock, signal, troubles } = this.#options;
    await this.#findDue();
    const againAt = troubles.againAt('pull', 'look');
    // What fails is not tried any sooner because it is due.
    const untilMs = Math.min(troubles.has('look') ? Infinity : this.#dueAt, againAt);
    const call = await this.#wake.take(untilMs, signal);
    const now = clock.now();
    const dueMs = this.#dueAt <= now ? this.#dueAt : undefined;
    if (call?.pull || dueMs !== undefined || troubles.has('pull')) await this.#pull();
    const isDone = await this.#guarded('look', () => this.#look(dueMs));
    if (isDone) this.#hasLooked = true;
    if (isDone && dueMs !== undefined) this.#heededAt = now;
  }

  /** Ends early when the file changes; the next round looks at what it is then. */
  async #look(dueMs: number | undefined): Promise<void> {
    this.#outdated = new AbortController();
    const { signal: outdated } = this.#outdated;
    const signal = AbortSignal.any([this.#options.signal, outdated]);
    try {
      await this.#options.look.take({ dueMs, signal });
    } catch (error) {
      if (error !== outdated.reason || !outdated.aborted) throw error;
    }
  }

  async #findDue(): Promise<void> {
    const { schedule, reader } = this.#options;
    const times = { heededAt: this.#heededAt, startedAt: this.startedAt };
    this.#dueAt = await nextDue(schedule, reader, times);
    // Who starts it again may have mended what made images fail.
    if (!this.#hasLooked && (await hasFailed(reader))) this.#dueAt = this.startedAt;
  }

  async #pull(): Promise<void> {
    const { pull, signal } = this.#options;
    if (pull) await this.#guarded('pull', () => pull(signal));
  }

  /** Resolves to whether `work` was done; failures that can be named are told, and tried again. */
  async #guarded(what: string, work: () => Promise<void>): Promise<boolean> {
    const { signal, troubles, listener } = this.#options;
    try {
      await work();
    } catch (failure) {
      signal.throwIfAborted();
      if (!(failure instanceof SyncerError)) throw failure;
      listener({ type: 'unable', failure, afterMs: troubles.note(what, failure) });
      return false;
    }
    const message = troubles.mend(what);
    if (message !== undefined) listener({ type: 'mended', message });
    return true;
  }
}

async function hasFailed(reader: Pick<LedgerReader, 'listFailing'>): Promise<boolean> {
  return (await reader.listFailing()).some(({ outcome }) => outcome.status === 'failed');
}
