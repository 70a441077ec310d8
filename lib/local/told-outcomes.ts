import type { SyncListener } from '../mirror/events.ts';
import type { Outcome } from '../mirror/outcome.ts';

/** Collects, from the events of a run, what became of its images. */
export class ToldOutcomes {
  /** In the order of the definition, by position. */
  readonly images: Outcome[] = [];
  readonly #next: SyncListener | undefined;
  #told = 0;
  #expected: number | undefined;

  /** Every event is passed on to `next`. */
  constructor(next: SyncListener | undefined) {
    this.#next = next;
  }

  readonly listener: SyncListener = (event) => {
    if (event.type === 'planned') this.#expected = event.images;
    else if (event.type === 'settled') this.#tell(event.position, event.outcome);
    else if (event.type === 'finished') this.#tell(event.request.position, event.outcome);
    this.#next?.(event);
  };

  /** Whether the run was planned and each of its images has an outcome. */
  get isComplete(): boolean {
    return this.#told === this.#expected;
  }

  #tell(position: number, outcome: Outcome): void {
    this.images[position] = outcome;
    this.#told += 1;
  }
}
