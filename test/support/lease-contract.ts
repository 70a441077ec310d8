import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../lib/clock.ts';
import { type Lease, type Leases, LONGEST_LEASE_MS } from '../../lib/mirror/ports.ts';
import { ManualClock } from './manual-clock.ts';

const TARGET = 'mirror.example/busybox:1';
const MINUTE_MS = 60_000;

/** Leases under test, of which none is held. */
export interface LeasesUnderTest {
  readonly leases: Leases;
  close?(): void | Promise<void>;
}

/** What {@link Leases} guarantee, by the clock that they are opened with. */
export function leaseContract(
  name: string,
  open: (clock: Clock) => LeasesUnderTest | Promise<LeasesUnderTest>,
): void {
  describe(name, () => {
    let clock: ManualClock;
    let opened: LeasesUnderTest;
    let leases: Leases;

    beforeEach(async () => {
      clock = new ManualClock();
      opened = await open(clock);
      leases = opened.leases;
    });

    afterEach(() => opened.close?.());

    async function acquired(owner: string): Promise<Lease> {
      const lease = await leases.acquire(TARGET, owner, MINUTE_MS);
      if (lease === undefined) throw new Error(`${owner} did not get the lease`);
      return lease;
    }

    it('keeps a target from other owners until the time is over', async () => {
      expect(await acquired('one')).toMatchObject({ target: TARGET, owner: 'one' });

      clock.advance(MINUTE_MS - 1);
      expect(await leases.acquire(TARGET, 'other', MINUTE_MS)).toBeUndefined();

      clock.advance(1);
      expect(await leases.acquire(TARGET, 'other', MINUTE_MS)).toMatchObject({ owner: 'other' });
    });

    it('does not keep other targets', async () => {
      await acquired('one');

      expect(await leases.acquire(`${TARGET}-other`, 'other', MINUTE_MS)).toBeDefined();
    });

    it('gives one of many the lease', async () => {
      const attempts = Array.from({ length: 20 }, (_, worker) =>
        leases.acquire(TARGET, `worker ${worker}`, MINUTE_MS),
      );

      const taken = await Promise.all(attempts);

      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    it('prolongs a lease from now', async () => {
      const lease = await acquired('one');
      clock.advance(MINUTE_MS - 1);

      const renewed = await leases.renew(lease, MINUTE_MS);

      clock.advance(MINUTE_MS - 1);
      expect(renewed).toMatchObject({ target: TARGET, owner: 'one' });
      expect(renewed?.version).toBeGreaterThan(lease.version);
      expect(await leases.acquire(TARGET, 'other', MINUTE_MS)).toBeUndefined();
    });

    it('prolongs a lease that is over but that nobody took', async () => {
      const lease = await acquired('one');
      clock.advance(2 * MINUTE_MS);

      expect(await leases.renew(lease, MINUTE_MS)).toBeDefined();

      expect(await leases.acquire(TARGET, 'other', MINUTE_MS)).toBeUndefined();
    });

    it('does not prolong a lease that another owner took', async () => {
      const lease = await acquired('one');
      clock.advance(MINUTE_MS);
      const other = await acquired('other');

      expect(await leases.renew(lease, MINUTE_MS)).toBeUndefined();

      expect(await leases.renew(other, MINUTE_MS)).toBeDefined();
    });

    it('takes a lease for over that ends further ahead than any may last', async () => {
      const lease = await leases.acquire(TARGET, 'of a clock that is ahead', LONGEST_LEASE_MS + 1);

      const other = await acquired('other');

      expect(lease && (await leases.renew(lease, MINUTE_MS))).toBeUndefined();
      expect(await leases.renew(other, MINUTE_MS)).toBeDefined();
    });

    it('keeps a target for as long as a lease may last', async () => {
      await leases.acquire(TARGET, 'one', LONGEST_LEASE_MS);

      expect(await leases.acquire(TARGET, 'other', MINUTE_MS)).toBeUndefined();
    });

    it('gives its owner the lease anew, and the former one is worth nothing', async () => {
      const former = await acquired('one');

      const lease = await acquired('one');

      expect(await leases.renew(former, MINUTE_MS)).toBeUndefined();
      expect(await leases.renew(lease, MINUTE_MS)).toBeDefined();
    });

    it('frees a target that is released', async () => {
      await leases.release(await acquired('one'));

      expect(await leases.acquire(TARGET, 'other', MINUTE_MS)).toBeDefined();
    });

    it('does not prolong a lease that was released, even to the same owner', async () => {
      const released = await acquired('one');
      await leases.release(released);
      const lease = await acquired('one');

      expect(await leases.renew(released, MINUTE_MS)).toBeUndefined();

      expect(lease.version).not.toBe(released.version);
    });

    it('leaves a lost lease with its new owner', async () => {
      const lost = await acquired('one');
      clock.advance(MINUTE_MS);
      await acquired('other');

      await leases.release(lost);

      expect(await leases.acquire(TARGET, 'one', MINUTE_MS)).toBeUndefined();
    });
  });
}
