/**
 * Grants at most `limit` places at a time, in the order in which they were asked
 * for. An abort while waiting rejects with `signal.reason` and takes no place.
 */
export class Slots {
  readonly #waiting = new Set<Waiting>();
  #free: number;

  constructor(limit: number) {
    this.#free = limit;
  }

  /** Resolves, once there are `places`, to the function that gives them back; calling that twice does nothing. */
  async take(signal?: AbortSignal, places = 1): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#waiting.size === 0 && this.#free >= places) this.#free -= places;
    else await this.#queue(places, signal);
    return this.#release(places);
  }

  #queue(places: number, signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abandon = () => {
      this.#waiting.delete(waiting);
      reject(signal?.reason);
      this.#admit();
    };
    const admit = () => {
      signal?.removeEventListener('abort', abandon);
      resolve();
    };
    const waiting = { places, admit };
    signal?.addEventListener('abort', abandon, { once: true });
    this.#waiting.add(waiting);
    return promise;
  }

  #release(places: number): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#free += places;
      this.#admit();
    };
  }

  /** Whoever needs more than there is has whoever comes after him wait, too. */
  #admit(): void {
    for (const waiting of this.#waiting) {
      if (waiting.places > this.#free) return;
      this.#waiting.delete(waiting);
      this.#free -= waiting.places;
      waiting.admit();
    }
  }
}

interface Waiting {
  readonly places: number;
  readonly admit: () => void;
}
