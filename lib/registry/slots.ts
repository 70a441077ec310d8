/**
 * Grants at most `limit` places at a time, in the order in which they were asked
 * for. An abort while waiting rejects with `signal.reason` and takes no place.
 */
export class Slots {
  readonly #waiting = new Set<() => void>();
  #free: number;

  constructor(limit: number) {
    this.#free = limit;
  }

  /** Resolves, once there is a place, to the function that gives it back; calling that twice does nothing. */
  async take(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#queue(signal);
    return this.#release();
  }

  #queue(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abandon = () => {
      this.#waiting.delete(admit);
      reject(signal?.reason);
    };
    const admit = () => {
      signal?.removeEventListener('abort', abandon);
      resolve();
    };
    signal?.addEventListener('abort', abandon, { once: true });
    this.#waiting.add(admit);
    return promise;
  }

  #release(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const [next] = this.#waiting;
      if (!next) {
        this.#free += 1;
        return;
      }
      this.#waiting.delete(next);
      next();
    };
  }
}
