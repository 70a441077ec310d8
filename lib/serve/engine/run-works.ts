import type { Clock } from '../../clock.ts';
import type { Outcome } from '../../mirror/outcome.ts';
import type { Repositories } from '../../mirror/ports.ts';
import type { Counts, Run } from '../../mirror/run.ts';
import type { CurrentImage, LiveRun } from '../service.ts';
import type { Access } from './access.ts';
import { liveRun } from './live-run.ts';
import { RunWork } from './run-work.ts';

/** The runs that this process works on: one, and those before it whose last images are still being synced. */
export class RunWorks {
  readonly #clock: Clock;
  readonly #works = new Map<string, { readonly work: RunWork; readonly access: Access }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes a run up, unless it was; what was counted of it before stands in `counts`. */
  begin(run: Run, access: Access, counts?: Counts): RunWork {
    const known = this.get(run.id);
    if (known?.over.aborted === false) return known;
    access.use();
    const release = () => {
      // Another look may have taken the run up again meanwhile.
      if (this.get(run.id) === work) this.#works.delete(run.id);
      access.release();
    };
    const work = new RunWork(run, { clock: this.#clock, release, ...(counts && { counts }) });
    this.#works.set(run.id, { work, access });
    return work;
  }

  get(runId: string): RunWork | undefined {
    return this.#works.get(runId)?.work;
  }

  repositoriesOf({ run }: RunWork): Repositories {
    const known = this.#works.get(run.id);
    if (!known) throw new Error(`the run ${run.id} is not worked on`);
    return known.access.repositories;
  }

  /** The run is over, for whatever reason: what still waits of it is dropped. */
  end(runId: string): void {
    this.get(runId)?.end();
  }

  count(runId: string, { status }: Outcome): void {
    this.get(runId)?.count(status);
  }

  /** Lets everything go, when nothing is being synced any more. */
  async close(): Promise<void> {
    const accesses = new Set([...this.#works.values()].map(({ access }) => access));
    for (const access of accesses) await access.close();
  }

  /** The run that is being planned: of those at work the latest, if nobody knows its images yet. */
  get planning(): RunWork | undefined {
    const latest = this.#all.at(-1);
    return latest?.expected === null ? latest : undefined;
  }

  /** `images`, and which of them the latest run has put off. */
  withPutOffs(images: readonly CurrentImage[]): readonly CurrentImage[] {
    const current = this.#current();
    if (!current?.putOff) return images;
    return images.map((image) => {
      const putOff = image.target === null ? undefined : current.putOffOf(image.target);
      return putOff ? { ...image, putOff } : image;
    });
  }

  /** The latest run that is not over. */
  live(): LiveRun | undefined {
    const current = this.#current();
    if (!current) return undefined;
    const former = this.#all.filter((work) => work !== current);
    return liveRun(current, former, this.#clock.now());
  }

  #current(): RunWork | undefined {
    return this.#all.findLast(({ over }) => !over.aborted);
  }

  get #all(): readonly RunWork[] {
    return [...this.#works.values()].map(({ work }) => work);
  }
}
