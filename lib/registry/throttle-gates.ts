import { ThrottleGate, type ThrottleGateOptions } from './throttle-gate.ts';
import type { ThrottleKey } from './throttles.ts';

/** The gates of one process, one for each class of requests of each account at each registry. */
export class ThrottleGates {
  readonly #options: ThrottleGateOptions;
  readonly #gates = new Map<string, ThrottleGate>();

  constructor(options: ThrottleGateOptions) {
    this.#options = options;
  }

  of(key: ThrottleKey): ThrottleGate {
    const name = JSON.stringify([key.registry, key.account, key.requests]);
    const gate = this.#gates.get(name) ?? new ThrottleGate(key, this.#options);
    this.#gates.set(name, gate);
    return gate;
  }
}
