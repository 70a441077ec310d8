import type { Clock } from '../clock.ts';
import { believed, closedBy, type KnownLimit, reservedIn } from '../registry/known-limit.ts';
import type { Closure, ReserveOptions, ThrottleKey, Throttles } from '../registry/throttles.ts';
import { throttleKey } from './ledger-keys.ts';
import type { SqliteItems } from './sqlite-items.ts';

/** Long after the last slot nobody waits for the next one. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** The limits of one host's registries, between the processes that share its ledger. */
export class SqliteThrottles implements Throttles {
  readonly #items: SqliteItems;
  readonly #clock: Clock;

  constructor(items: SqliteItems, clock: Clock) {
    this.#items = items;
    this.#clock = clock;
  }

  async read(key: ThrottleKey): Promise<Closure | undefined> {
    const closure = this.#believed(key)?.closure;
    return closure && closure.pacedUntil > this.#clock.now() ? closure : undefined;
  }

  async close(key: ThrottleKey, closure: Closure): Promise<void> {
    this.#items.transaction(() => {
      const closed = closedBy(this.#believed(key), closure);
      if (closed) this.#put(key, closed);
    });
  }

  async reserve(key: ThrottleKey, options: ReserveOptions): Promise<number> {
    return this.#items.transaction(() => {
      const { slot, left } = reservedIn(this.#believed(key), this.#clock.now(), options);
      if (left) this.#put(key, left);
      return slot;
    });
  }

  #believed(key: ThrottleKey): KnownLimit | undefined {
    const known = this.#items.get(throttleKey(key));
    return known && believed(known, this.#clock.now());
  }

  #put(key: ThrottleKey, item: KnownLimit): void {
    const { closure, next } = item;
    const until = Math.max(next, closure?.pacedUntil ?? 0);
    this.#items.put(throttleKey(key), item, until + REMEMBERED_MS);
  }
}
