import { formatCount } from '../../../wording/quantities.ts';
import type { ServiceView } from '../../service.ts';
import { countGroups, STATUS_GROUPS } from '../status-groups.ts';

/** While many images are done in a second, all of them are counted again only so often. */
const COUNTED_EVERY_MS = 2000;

/** What takes reading the ledger, in the words of pages. */
export interface Tally {
  /** By the `data-live` of their elements. */
  readonly texts: Readonly<Record<string, string>>;
  /** The run that was begun last, and its state. */
  readonly newest: string;
}

/** Counts images for all who follow a service together, when something has happened. */
export class ServiceTally {
  readonly #view: ServiceView;
  #tally: Promise<Tally> | undefined;
  #countedAt = 0;
  #isStale = true;

  constructor(view: ServiceView) {
    this.#view = view;
  }

  /** Says that something has happened. */
  forget(): void {
    this.#isStale = true;
  }

  /** As it was at most two seconds ago. */
  async read(): Promise<Tally> {
    const now = this.#view.clock.now();
    const isDue = this.#isStale && now - this.#countedAt >= COUNTED_EVERY_MS;
    if (this.#tally === undefined || isDue) {
      this.#isStale = false;
      this.#countedAt = now;
      this.#tally = this.#count();
      this.#tally.catch(() => {
        this.#tally = undefined;
      });
    }
    return await this.#tally;
  }

  async #count(): Promise<Tally> {
    const counts = countGroups(await this.#view.images());
    const texts = STATUS_GROUPS.map(
      ({ name }) => [`group-${name}`, formatCount(counts[name])] as const,
    );
    return { texts: Object.fromEntries(texts), newest: await newestRun(this.#view) };
  }
}

/** The run that was begun last, with its state; empty where there is none. */
export async function newestRun({ reader }: ServiceView): Promise<string> {
  const [run] = await reader.listRuns({ limit: 1 });
  return run === undefined ? '' : `${run.id} ${run.state}`;
}
