import type { CallOptions } from '../content/ports.ts';

/** Spaces out what all workers together ask of one registry. */
export interface Pace {
  /**
   * Reserves the next of `perSecond` slots a second for `what` at `registry`, such as `manifest-put`; resolves to the
   * milliseconds until then. A slot that is reserved is gone, used or not; one that is further away than `patienceMs`
   * stays for others: whoever reserved what it does not use would put off all that come later, for ever.
   */
  reserve(registry: string, what: string, options: PaceOptions): Promise<number>;
}

export interface PaceOptions extends CallOptions {
  readonly perSecond: number;
  /** How long the caller would wait for its slot. */
  readonly patienceMs: number;
}
