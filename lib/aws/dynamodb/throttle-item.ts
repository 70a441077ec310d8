import type { Closure } from '../../registry/throttles.ts';

/** What is known of one class of requests: a closure, unless there was none, and the next slot. */
export interface ThrottleItem extends Partial<Closure> {
  /** When the next slot is free, in milliseconds since the epoch. */
  readonly next?: number;
}
