import type { Clock } from '../clock.ts';
import { type Lease, type Leases, LONGEST_LEASE_MS } from '../mirror/ports.ts';
import type { ItemKey } from './item-key.ts';
import type { LeaseItem } from './ledger-keys.ts';
import type { SqliteItems } from './sqlite-items.ts';

/** How long the version of a lease that is over goes on rising: longer than any worker could still believe in it. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** Leases of one host, between the processes that share its ledger; where each is kept `keyOf` tells. */
export class SqliteLeases implements Leases {
  readonly #items: SqliteItems;
  readonly #clock: Clock;
  readonly #keyOf: (target: string) => ItemKey<LeaseItem>;

  constructor(items: SqliteItems, clock: Clock, keyOf: (target: string) => ItemKey<LeaseItem>) {
    this.#items = items;
    this.#clock = clock;
    this.#keyOf = keyOf;
  }

  async acquire(target: string, owner: string, forMs: number): Promise<Lease | undefined> {
    return this.#items.transaction(() => {
      const last = this.#items.get(this.#keyOf(target));
      const leftMs = (last?.until ?? 0) - this.#clock.now();
      const isHeld = leftMs > 0 && leftMs <= LONGEST_LEASE_MS;
      if (isHeld && last?.owner !== owner) return undefined;
      return this.#put({ target, owner, version: last?.version ?? 0 }, forMs);
    });
  }

  async renew(lease: Lease, forMs: number): Promise<Lease | undefined> {
    return this.#items.transaction(() =>
      this.#belongsTo(lease) ? this.#put(lease, forMs) : undefined,
    );
  }

  async release(lease: Lease): Promise<void> {
    this.#items.transaction(() => {
      if (this.#belongsTo(lease)) this.#put(lease, 0);
    });
  }

  #belongsTo({ target, owner, version }: Lease): boolean {
    const last = this.#items.get(this.#keyOf(target));
    return last?.owner === owner && last.version === version;
  }

  /** Puts the successor of `previous`; without a version of its own, one given back could be renewed. */
  #put(previous: Lease, forMs: number): Lease {
    const { target, owner } = previous;
    const version = previous.version + 1;
    const until = this.#clock.now() + forMs;
    this.#items.put(this.#keyOf(target), { owner, version, until }, until + REMEMBERED_MS);
    return { target, owner, version };
  }
}
