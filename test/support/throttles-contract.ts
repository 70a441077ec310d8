import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../lib/clock.ts';
import {
  type Closure,
  FARTHEST_MS,
  type ThrottleKey,
  type Throttles,
} from '../../lib/registry/throttles.ts';
import { ManualClock } from './manual-clock.ts';

const KEY: ThrottleKey = { registry: 'docker.io', account: 'anonymous', requests: 'pull' };
const NEVER = Number.MAX_SAFE_INTEGER;

/** Throttles under test, which know nothing yet. */
export interface ThrottlesUnderTest {
  readonly throttles: Throttles;
  close?(): void | Promise<void>;
}

/** What {@link Throttles} guarantee, by the clock that they are opened with. */
export function throttlesContract(
  name: string,
  open: (clock: Clock) => ThrottlesUnderTest | Promise<ThrottlesUnderTest>,
): void {
  describe(name, () => {
    let clock: ManualClock;
    let opened: ThrottlesUnderTest;
    let throttles: Throttles;

    beforeEach(async () => {
      clock = new ManualClock();
      opened = await open(clock);
      throttles = opened.throttles;
    });

    afterEach(() => opened.close?.());

    /** Closed for so long, and paced for as long again. */
    function closure(forMs: number, intervalMs = 500): Closure {
      const now = clock.now();
      return { closedUntil: now + forMs, intervalMs, pacedUntil: now + 2 * forMs };
    }

    function reserve(intervalMs: number, latest = NEVER): Promise<number> {
      return throttles.reserve(KEY, { intervalMs, latest });
    }

    it('know nothing of what was never limited', async () => {
      expect(await throttles.read(KEY)).toBeUndefined();
    });

    it('tell a closure until nobody has to keep to it', async () => {
      const closed = closure(1000);
      await throttles.close(KEY, closed);

      clock.advance(1999);
      expect(await throttles.read(KEY)).toEqual(closed);
      clock.advance(1);

      expect(await throttles.read(KEY)).toBeUndefined();
    });

    it.each<[string, Partial<ThrottleKey>]>([
      ['registry', { registry: 'quay.io' }],
      ['account', { account: 'somebody' }],
      ['class', { requests: 'read' }],
    ])('keep what they know of one %s from others', async (_, other) => {
      await throttles.close(KEY, closure(1000));

      expect(await throttles.read({ ...KEY, ...other })).toBeUndefined();
      expect(await throttles.reserve({ ...KEY, ...other }, { intervalMs: 1, latest: NEVER })).toBe(
        clock.now(),
      );
    });

    it('let the closure count that ends last, in whatever order they come', async () => {
      const [short, long] = [closure(1000), closure(5000, 100)];

      await throttles.close(KEY, long);
      await throttles.close(KEY, short);
      expect(await throttles.read(KEY)).toEqual(long);
      const longer = closure(6000);
      await throttles.close(KEY, longer);

      expect(await throttles.read(KEY)).toEqual(longer);
    });

    it('begin slots now, or where a closure ends', async () => {
      expect(await reserve(500)).toBe(clock.now());
      await throttles.close(KEY, closure(1000));

      expect(await reserve(500)).toBe(clock.now() + 1000);
      expect(await reserve(500)).toBe(clock.now() + 1500);
    });

    it('begin slots anew after a closure that comes while some are reserved', async () => {
      await throttles.close(KEY, closure(1000));
      await reserve(500);
      await throttles.close(KEY, closure(4000));

      expect(await reserve(500)).toBe(clock.now() + 4000);
    });

    it('keep slots behind those of others where a closure ends before them', async () => {
      await throttles.close(KEY, closure(1000));
      await reserve(5000);
      await throttles.close(KEY, closure(2000));

      expect(await reserve(500)).toBe(clock.now() + 6000);
      expect(await throttles.read(KEY)).toMatchObject({ closedUntil: clock.now() + 2000 });
    });

    it('give nobody the slot of another', async () => {
      await throttles.close(KEY, closure(1000));

      const slots = await Promise.all(Array.from({ length: 8 }, () => reserve(250)));

      expect(new Set(slots).size).toBe(8);
      expect(Math.max(...slots)).toBe(clock.now() + 1000 + 7 * 250);
    });

    it('leave a slot to others that is too late', async () => {
      await throttles.close(KEY, closure(1000));

      expect(await reserve(500, clock.now() + 999)).toBe(clock.now() + 1000);
      expect(await reserve(500, clock.now() + 1000)).toBe(clock.now() + 1000);
      expect(await reserve(500, clock.now() + 1499)).toBe(clock.now() + 1500);
    });

    it('do not believe a closure that ends further ahead than any, nor its slots', async () => {
      await throttles.close(KEY, closure(FARTHEST_MS + 1));

      expect(await throttles.read(KEY)).toBeUndefined();
      expect(await reserve(500, clock.now())).toBe(clock.now());
      expect(await reserve(500)).toBe(clock.now() + 500);
    });

    it('let a closure count after one that is not believed', async () => {
      await throttles.close(KEY, closure(FARTHEST_MS + 1));
      const closed = closure(1000);

      await throttles.close(KEY, closed);

      expect(await throttles.read(KEY)).toEqual(closed);
      expect(await reserve(500)).toBe(closed.closedUntil);
    });

    it('believe a closure that ends as far ahead as any', async () => {
      const closed = closure(FARTHEST_MS);

      await throttles.close(KEY, closed);

      expect(await throttles.read(KEY)).toEqual(closed);
      expect(await reserve(500)).toBe(closed.closedUntil);
    });

    it('save no slots for later', async () => {
      await reserve(500);
      clock.advance(10_000);

      expect(await reserve(500)).toBe(clock.now());
      expect(await reserve(500)).toBe(clock.now() + 500);
    });
  });
}
