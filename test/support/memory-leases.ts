import type { Clock } from '../../lib/clock.ts';
import { type Lease, type Leases, LONGEST_LEASE_MS } from '../../lib/mirror/ports.ts';

/** Leases within one test. A lease that is over keeps its place until the next one. */
export class MemoryLeases implements Leases {
  readonly #clock: Clock;
  readonly #latest = new Map<string, { readonly lease: Lease; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async acquire(target: string, owner: string, forMs: number): Promise<Lease | undefined> {
    const latest = this.#latest.get(target);
    const leftMs = (latest?.until ?? 0) - this.#clock.now();
    const isHeld = leftMs > 0 && leftMs <= LONGEST_LEASE_MS;
    if (isHeld && latest?.lease.owner !== owner) return undefined;
    return this.#put({ target, owner, version: (latest?.lease.version ?? 0) + 1 }, forMs);
  }

  async renew(lease: Lease, forMs: number): Promise<Lease | undefined> {
    if (!this.#isLatest(lease)) return undefined;
    return this.#put({ ...lease, version: lease.version + 1 }, forMs);
  }

  async release(lease: Lease): Promise<void> {
    if (this.#isLatest(lease)) this.#put({ ...lease, version: lease.version + 1 }, 0);
  }

  #put(lease: Lease, forMs: number): Lease {
    this.#latest.set(lease.target, { lease, until: this.#clock.now() + forMs });
    return lease;
  }

  #isLatest({ target, owner, version }: Lease): boolean {
    const latest = this.#latest.get(target)?.lease;
    return latest?.owner === owner && latest.version === version;
  }
}
