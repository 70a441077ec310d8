import type { Closure } from '../registry/throttles.ts';

/** What is known of one class of requests. */
export interface ThrottleItem {
  readonly closure?: Closure | undefined;
  /** When the next slot is free, in milliseconds since the epoch. */
  readonly next: number;
}
