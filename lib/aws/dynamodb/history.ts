import { decodeTime } from 'ulid';

/** How long the past is kept. */
export class History {
  readonly #lengthMs: number;

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs;
  }

  /** When everything that belongs to a run expires: its length from the start of the run, which its id tells. */
  endOf(runId: string): number {
    return decodeTime(runId) + this.#lengthMs;
  }
}
