import type { ServiceEvent } from '../events.ts';

/** More warnings than anybody reads; beyond them, they are told once more rather than kept. */
const MOST_DOUBTS = 1000;

/** Remembers what is told at every look at a definition, so that it is written when it is new. */
export class ToldBefore {
  #problems = '';
  readonly #doubts = new Set<string>();

  /** Whether `event` was told and still holds; whoever asks tells it. */
  has(event: ServiceEvent): boolean {
    if (event.type === 'recovered') this.#problems = '';
    if (event.type === 'doubtful') return this.#hasDoubt(JSON.stringify(event.warning));
    if (event.type !== 'broken') return false;
    const before = this.#problems;
    this.#problems = JSON.stringify(event.broken.problems);
    return this.#problems === before;
  }

  #hasDoubt(doubt: string): boolean {
    if (this.#doubts.has(doubt)) return true;
    if (this.#doubts.size >= MOST_DOUBTS) this.#doubts.clear();
    this.#doubts.add(doubt);
    return false;
  }
}
