import type { CallOptions } from '../content/ports.ts';
import { patienceOf, type RetryPolicy } from '../content/retry.ts';
import type { EnterOptions, Passage, ThrottleGate } from './throttle-gate.ts';

/** A request of somebody who holds a place. */
export interface HeldRequest extends CallOptions {
  readonly method: string;
}

/** How whoever has some patience comes through gates. */
export class Entrance {
  /** Whoever does not wait at all asks without heed of what others were told. */
  readonly isImpatient: boolean;
  readonly #retry: RetryPolicy;

  constructor(retry: RetryPolicy) {
    this.isImpatient = patienceOf(retry) === 0;
    this.#retry = retry;
  }

  /** Until when somebody waits who begins now, in milliseconds since the epoch. */
  get deadline(): number {
    return this.#retry.clock.now() + patienceOf(this.#retry);
  }

  async enter(gate: ThrottleGate, options: EnterOptions): Promise<Passage> {
    return this.isImpatient ? gate.enterAnyway() : await gate.enter(options);
  }

  /** For who holds a place that others wait for. What ends something goes out whatever is closed. */
  async enterHeld(gate: ThrottleGate, request: HeldRequest): Promise<Passage> {
    const isAnyway = this.isImpatient || request.method === 'DELETE';
    return isAnyway ? gate.enterAnyway() : await gate.enterHeld(request);
  }
}
