import { type Closure, FARTHEST_MS, type ReserveOptions } from './throttles.ts';

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

/** What is known once `closure` was told, `undefined` where one that ends as late is known already. */
export function closedBy(known: KnownLimit | undefined, closure: Closure): KnownLimit | undefined {
  if (known?.closure && known.closure.closedUntil >= closure.closedUntil) return undefined;
  return { closure, next: Math.max(known?.next ?? 0, closure.closedUntil) };
}

/** The slot that is next at `now`, and what is known once it is reserved, unless that is too late. */
export function reservedIn(
  known: KnownLimit | undefined,
  now: number,
  { intervalMs, latest }: ReserveOptions,
): { readonly slot: number; readonly left: KnownLimit | undefined } {
  const slot = Math.max(known?.next ?? 0, now);
  return { slot, left: slot <= latest ? { ...known, next: slot + intervalMs } : undefined };
}
