import type { ServiceEvent, ServiceListener } from '../events.ts';

/** Everybody who is told what happens in a service. */
export class Listeners {
  readonly #listeners = new Set<ServiceListener>();

  readonly tell = (event: ServiceEvent): void => {
    for (const listener of this.#listeners) listener(event);
  };

  /** Tells `listener` from now on, until the function that is returned is called. */
  add(listener: ServiceListener): () => void {
    // A function of its own each time, so that one listener may be added twice.
    const own: ServiceListener = (event) => listener(event);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }
}
