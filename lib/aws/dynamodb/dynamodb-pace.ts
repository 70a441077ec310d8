import type { Clock } from '../../clock.ts';
import type { Pace, PaceOptions } from '../pace.ts';
import type { Table } from './table.ts';
import { type PaceItem, paceKey } from './table-keys.ts';
import { ABSENT, EXPIRY, expirySeconds, type ItemKey, update } from './table-writes.ts';

/** Long after the last slot nobody remembers it. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** Hands out slots to everybody who shares the table, each at its time by the caller's clock. */
export class DynamoDbPace implements Pace {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(table: Table, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  async reserve(registry: string, what: string, options: PaceOptions): Promise<number> {
    for (;;) {
      const now = this.#clock.now();
      const slot =
        (await this.#takeNext(paceKey(registry, what), now, options)) ??
        (await this.#takeNow(paceKey(registry, what), now, options));
      if (slot !== undefined) return Math.max(0, slot - now);
    }
  }

  /** The slot behind those that others wait for, reserved unless it is too far away; `undefined` where nobody waits. */
  async #takeNext(
    key: ItemKey<PaceItem>,
    now: number,
    { perSecond, patienceMs, ...call }: PaceOptions,
  ): Promise<number | undefined> {
    const interval = 1000 / perSecond;
    const latest = now + patienceMs;
    const write = update(key, {
      update: `SET #next = #next + :interval, #${EXPIRY} = :expiry`,
      condition: '#next > :now AND #next <= :latest',
      values: { interval, now, latest, expiry: expirySeconds(now + REMEMBERED_MS) },
    });
    const { isWritten, item } = await this.#table.write<PaceItem>(write, call);
    if (isWritten && item) return item.next - interval;
    return item && item.next > latest ? item.next : undefined;
  }

  /** The slot that is free now; `undefined` where another was faster. */
  async #takeNow(
    key: ItemKey<PaceItem>,
    now: number,
    { perSecond, patienceMs: _, ...call }: PaceOptions,
  ): Promise<number | undefined> {
    const write = update(key, {
      update: `SET #next = :next, #${EXPIRY} = :expiry`,
      condition: `${ABSENT} OR #next <= :now`,
      values: { next: now + 1000 / perSecond, now, expiry: expirySeconds(now + REMEMBERED_MS) },
    });
    const { isWritten } = await this.#table.write(write, call);
    return isWritten ? now : undefined;
  }
}
