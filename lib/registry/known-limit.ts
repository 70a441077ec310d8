import { type Closure, FARTHEST_MS } from './throttles.ts';

/** What is known of one class of requests. */
export interface KnownLimit {
  readonly closure?: Closure | undefined;
  /** When the next slot is free, in milliseconds since the epoch. */
  readonly next: number;
}

/** What of `known` can be true at `now`. */
export function believed({ closure, next }: KnownLimit, now: number): KnownLimit {
  const latest = now + FARTHEST_MS;
  return {
    closure: closure && closure.closedUntil <= latest ? closure : undefined,
    next: next <= latest ? next : 0,
  };
}
