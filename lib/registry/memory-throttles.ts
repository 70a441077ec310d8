import type { Clock } from '../clock.ts';
import { believed, type KnownLimit } from './known-limit.ts';
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
    const known = this.#believed(key);
    if (known?.closure && known.closure.closedUntil >= closure.closedUntil) return;
    this.#known.set(nameOf(key), {
      closure,
      next: Math.max(known?.next ?? 0, closure.closedUntil),
    });
  }

  async reserve(key: ThrottleKey, { intervalMs, latest }: ReserveOptions): Promise<number> {
    const known = this.#believed(key);
    const slot = Math.max(known?.next ?? 0, this.#clock.now());
    if (slot <= latest) this.#known.set(nameOf(key), { ...known, next: slot + intervalMs });
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
