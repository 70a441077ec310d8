import type { Clock } from '../../clock.ts';
import type { SyncListener } from '../../mirror/events.ts';
import type { OutcomeStatus } from '../../mirror/outcome.ts';
import { Progress } from '../../mirror/progress/progress.ts';
import type { Counts, Run } from '../../mirror/run.ts';
import { NOTHING_COUNTED } from '../../mirror/run-tally.ts';
import type { SyncDependencies } from '../../mirror/sync.ts';
import type { SyncRequest } from '../../mirror/sync-request.ts';
import type { PutOffImage } from '../service.ts';
import type { Tries } from './put-off.ts';

export interface RunWorkOptions {
  readonly clock: Clock;
  /** What was counted before this process began with it. Default: nothing. */
  readonly counts?: Counts;
  /** Called once, when the run is over and none of its images is being synced any more. */
  readonly release: () => void;
}

/** An image that comes again. */
export interface Waiting {
  /** What {@link RunWork.begin} will tell then. */
  readonly next: Tries;
  readonly why: PutOffImage | undefined;
}

/** What this process does for one run. */
export class RunWork {
  readonly run: Run;
  readonly #clock: Clock;
  readonly #progress: Progress;
  readonly #waiting = new Map<string, Waiting>();
  readonly #over = new AbortController();
  readonly #release: () => void;
  #counts: Counts;
  #expected: number | null = null;
  #outstanding = 0;
  #dependencies: SyncDependencies | undefined;

  constructor(run: Run, { clock, counts = NOTHING_COUNTED.counts, release }: RunWorkOptions) {
    this.run = run;
    this.#clock = clock;
    this.#counts = counts;
    this.#release = release;
    this.#progress = new Progress(clock.now());
  }

  get progress(): Progress {
    return this.#progress;
  }

  get counts(): Counts {
    return this.#counts;
  }

  /** How many images the run has, `null` until that is known. */
  get expected(): number | null {
    return this.#expected;
  }

  /** How many images are tried again later. */
  get putOff(): number {
    return this.#waiting.size;
  }

  /** Why the image `target` is tried again later, where it is and that was told. */
  putOffOf(target: string): PutOffImage | undefined {
    return this.#waiting.get(target)?.why;
  }

  /** Aborted when the run has ended, or a newer one has taken its place. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** Hears of its planning and of its images. */
  readonly listener: SyncListener = (event) => {
    if (event.type === 'planned') this.#expected = event.images;
    this.#progress.apply(event, this.#clock.now());
  };

  /** What its images are synced with, made when it is first asked for. */
  dependencies(make: () => SyncDependencies): SyncDependencies {
    this.#dependencies ??= make();
    return this.#dependencies;
  }

  /** An outcome was counted. */
  count(status: OutcomeStatus): void {
    this.#counts = { ...this.#counts, [status]: this.#counts[status] + 1 };
  }

  /** So many images of it are requested. */
  add(requests: number): void {
    this.#outstanding += requests;
  }

  /** An image is begun; tells what was tried of it, this time included. */
  begin({ target }: SyncRequest): Tries {
    const before = this.#waiting.get(target);
    if (!before) return { attempts: 1, deferrals: 0, since: this.#clock.now() };
    this.#waiting.delete(target);
    return before.next;
  }

  /** The image comes again. */
  later({ target }: SyncRequest, waiting: Waiting): void {
    this.#waiting.set(target, waiting);
  }

  /** An image is done with, whatever became of it. */
  done({ target }: SyncRequest): void {
    this.#waiting.delete(target);
    this.#outstanding -= 1;
    this.#releaseWhenIdle();
  }

  /** Nobody waits for the run any more. */
  end(): void {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    this.#releaseWhenIdle();
  }

  #releaseWhenIdle(): void {
    if (this.#over.signal.aborted && this.#outstanding === 0) this.#release();
  }
}
