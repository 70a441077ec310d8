import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { type Lease, type Leases, LONGEST_LEASE_MS } from '../../mirror/ports.ts';
import type { Table } from './table.ts';
import type { LeaseItem } from './table-keys.ts';
import { ABSENT, EXPIRY, expirySeconds, type ItemKey, update } from './table-writes.ts';

/** How long the version of a lease that is over goes on rising: longer than any worker could still believe in it. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

const OURS = '#owner = :owner AND #version = :version';

/** Leases between everybody who shares the table; where each is kept `keyOf` tells. Clocks may differ by less than a lease lasts. */
export class DynamoDbLeases implements Leases {
  readonly #table: Table;
  readonly #clock: Clock;
  readonly #keyOf: (target: string) => ItemKey<LeaseItem>;

  constructor(table: Table, clock: Clock, keyOf: (target: string) => ItemKey<LeaseItem>) {
    this.#table = table;
    this.#clock = clock;
    this.#keyOf = keyOf;
  }

  async acquire(target: string, owner: string, forMs: number): Promise<Lease | undefined> {
    const now = this.#clock.now();
    const isFree = `${ABSENT} OR #until <= :now OR #until > :latest OR #owner = :owner`;
    const values = { now, latest: now + LONGEST_LEASE_MS, owner };
    return this.#write({ target, owner }, forMs, isFree, values);
  }

  async renew({ target, owner, version }: Lease, forMs: number): Promise<Lease | undefined> {
    return this.#write({ target, owner }, forMs, OURS, { owner, version });
  }

  async release({ target, owner, version }: Lease): Promise<void> {
    await this.#write({ target, owner }, 0, OURS, { owner, version });
  }

  /** Without a version of its own, a lease that was given back could be renewed. */
  async #write(
    { target, owner }: Pick<Lease, 'target' | 'owner'>,
    forMs: number,
    condition: string,
    values: Readonly<Record<string, unknown>>,
  ): Promise<Lease | undefined> {
    const nonce = randomUUID();
    const until = this.#clock.now() + forMs;
    const { item } = await this.#table.write<LeaseItem>(
      update(this.#keyOf(target), {
        update: `SET #owner = :owner, #until = :until, #nonce = :nonce, #${EXPIRY} = :expiry,
          #version = if_not_exists(#version, :zero) + :one`,
        condition,
        values: {
          ...values,
          owner,
          until,
          nonce,
          zero: 0,
          one: 1,
          expiry: expirySeconds(until + REMEMBERED_MS),
        },
      }),
    );
    // The SDK repeats a write whose answer was lost, which finds then what it has written itself.
    if (item?.nonce !== nonce) return undefined;
    return { target, owner, version: item.version };
  }
}
