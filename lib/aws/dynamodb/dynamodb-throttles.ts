import type { Clock } from '../../clock.ts';
import {
  type Closure,
  FARTHEST_MS,
  type ReserveOptions,
  type ThrottleKey,
  type Throttles,
} from '../../registry/throttles.ts';
import type { Table } from './table.ts';
import { throttleKey } from './table-keys.ts';
import { ABSENT, EXPIRY, expirySeconds, type UpdateOptions, update } from './table-writes.ts';
import type { ThrottleItem } from './throttle-item.ts';

/** Long after the last slot nobody waits for the next one. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** The limits of registries, between everybody who shares the table, each by the clock of its own. */
export class DynamoDbThrottles implements Throttles {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(table: Table, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  async read(key: ThrottleKey): Promise<Closure | undefined> {
    const item = await this.#table.get(throttleKey(key));
    const { closedUntil, intervalMs, pacedUntil = 0 } = item ?? {};
    if (closedUntil === undefined || intervalMs === undefined) return undefined;
    const now = this.#clock.now();
    if (closedUntil > now + FARTHEST_MS) return undefined;
    return pacedUntil > now ? { closedUntil, intervalMs, pacedUntil } : undefined;
  }

  /** Two writes at the most: with and without slots that are to begin later than they did. */
  async close(key: ThrottleKey, closure: Closure): Promise<void> {
    const expiry = expirySeconds(closure.pacedUntil + REMEMBERED_MS);
    const values = { ...closure, expiry, farthest: this.#clock.now() + FARTHEST_MS };
    const set = `SET #closedUntil = :closedUntil, #intervalMs = :intervalMs, #pacedUntil = :pacedUntil, #${EXPIRY} = :expiry`;
    const isLater = laterThan('#closedUntil');
    const isClosed = await this.#write(key, {
      update: `${set}, #next = :closedUntil`,
      condition: `${isLater} AND ${laterThan('#next')}`,
      values,
    });
    if (!isClosed.isWritten) await this.#write(key, { update: set, condition: isLater, values });
  }

  async reserve(key: ThrottleKey, options: ReserveOptions): Promise<number> {
    for (;;) {
      const now = this.#clock.now();
      const slot =
        (await this.#takeNext(key, now, options)) ?? (await this.#takeNow(key, now, options));
      if (slot !== undefined) return slot;
    }
  }

  /** The slot behind those that others wait for, reserved unless it is too late; `undefined` where nobody waits. */
  async #takeNext(
    key: ThrottleKey,
    now: number,
    { intervalMs, latest }: ReserveOptions,
  ): Promise<number | undefined> {
    const farthest = now + FARTHEST_MS;
    const { isWritten, item } = await this.#write(key, {
      update: 'ADD #next :interval',
      condition: '#next > :now AND #next <= :latest',
      values: { interval: intervalMs, now, latest: Math.min(latest, farthest) },
    });
    const next = item?.next;
    if (isWritten && next !== undefined) return next - intervalMs;
    const isLate = next !== undefined && next > Math.max(now, latest) && next <= farthest;
    return isLate ? next : undefined;
  }

  /** The slot that is free now; `undefined` where another was faster. */
  async #takeNow(
    key: ThrottleKey,
    now: number,
    { intervalMs }: ReserveOptions,
  ): Promise<number | undefined> {
    const { isWritten } = await this.#write(key, {
      update: `SET #next = :next, #${EXPIRY} = if_not_exists(#${EXPIRY}, :expiry)`,
      condition: `${ABSENT} OR attribute_not_exists(#next) OR #next <= :now OR #next > :farthest`,
      values: {
        next: now + intervalMs,
        now,
        farthest: now + FARTHEST_MS,
        expiry: expirySeconds(now + REMEMBERED_MS),
      },
    });
    return isWritten ? now : undefined;
  }

  async #write(key: ThrottleKey, options: UpdateOptions) {
    return await this.#table.write<ThrottleItem>(update(throttleKey(key), options));
  }
}

/** Whether a closure ends later than `time`, or `time` is not to be believed. */
function laterThan(time: string): string {
  return `(attribute_not_exists(${time}) OR ${time} < :closedUntil OR ${time} > :farthest)`;
}
