import type { Clock } from '../clock.ts';
import { believed, closedBy, type KnownLimit, reservedIn } from './known-limit.ts';
import type { Closure, ReserveOptions, ThrottleKey, Throttles } from './throttles.ts';

/** Limits that this process alone knows of. */
export class MemoryThrottles implements Throttles {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #known = new Map<string, KnownLimit>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  async read(key: ThrottleKey): Promise<Closure | undefined> {
    const closure = this.#believed(key)?.closure;
    return closure && closure.pacedUntil > this.#clock.now() ? closure : undefined;
  }

  async close(key: ThrottleKey, closure: Closure): Promise<void> {
    const closed = closedBy(this.#believed(key), closure);
    if (closed) this.#known.set(nameOf(key), closed);
  }

  async reserve(key: ThrottleKey, options: ReserveOptions): Promise<number> {
    const { slot, left } = reservedIn(this.#believed(key), this.#clock.now(), options);
    if (left) this.#known.set(nameOf(key), left);
    return slot;
  }

  #believed(key: ThrottleKey): KnownLimit | undefined {
    const known = this.#known.get(nameOf(key));
    return known && believed(known, this.#clock.now());
  }
}

function nameOf({ registry, account, requests }: ThrottleKey): string {
  return JSON.stringify([registry, account, requests]);
}
