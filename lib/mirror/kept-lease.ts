import type { Clock } from '../clock.ts';
import { LeaseLostError } from './errors.ts';
import type { Lease, Leases } from './ports.ts';

export interface KeptLeaseOptions {
  readonly leases: Leases;
  readonly clock: Clock;
  /** How long the lease outlives a worker that died. */
  readonly leaseMs: number;
}

/** A lease that is prolonged in good time until it is ended. */
export class KeptLease {
  readonly #options: KeptLeaseOptions;
  readonly #lost = new AbortController();
  readonly #ended = new AbortController();
  readonly #prolonging: Promise<void>;
  #lease: Lease;
  #latest: Promise<void> = Promise.resolve();

  constructor(lease: Lease, options: KeptLeaseOptions) {
    this.#lease = lease;
    this.#options = options;
    this.#prolonging = this.#prolong().catch((error: unknown) => this.#lost.abort(error));
  }

  /** Aborted when the lease is lost, with {@link LeaseLostError}, or cannot be prolonged. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /**
   * Proves that the lease is still held. Throws {@link LeaseLostError}, and whatever went wrong once for ever
   * after: renewals follow each other, since each needs the version that the one before it got.
   */
  renew(): Promise<void> {
    this.#latest = this.#latest.then(() => this.#renewNext());
    return this.#latest;
  }

  /** Gives the lease back. One that cannot be given back runs out. */
  async end(): Promise<void> {
    this.#ended.abort();
    await this.#prolonging;
    await this.#options.leases.release(this.#lease).catch(() => {});
  }

  async #renewNext(): Promise<void> {
    const { leases, leaseMs } = this.#options;
    const renewed = await leases.renew(this.#lease, leaseMs);
    if (!renewed) throw new LeaseLostError(this.#lease.target);
    this.#lease = renewed;
  }

  async #prolong(): Promise<void> {
    const { clock, leaseMs } = this.#options;
    const { signal } = this.#ended;
    while (!signal.aborted) {
      // The end interrupts the wait; that is no failure of the lease.
      await clock.sleep(leaseMs / 3, { signal }).catch(() => {});
      if (!signal.aborted) await this.renew();
    }
  }
}
