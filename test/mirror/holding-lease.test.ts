import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LeaseHeldError, LeaseLostError } from '../../lib/mirror/errors.ts';
import {
  type HeldLease,
  type HoldingLeaseOptions,
  holdingLease,
} from '../../lib/mirror/holding-lease.ts';
import { InterruptedError } from '../../lib/mirror/interrupted-error.ts';
import type { Lease } from '../../lib/mirror/ports.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { MemoryLeases } from '../support/memory-leases.ts';
import { SkippingClock } from '../support/skipping-clock.ts';
import { SlowLeases } from '../support/slow-leases.ts';

const TARGET = 'mirror.example/app:1';
const LEASE_MS = 60_000;

describe('holdingLease', () => {
  let clock: ManualClock;
  let leases: MemoryLeases;

  beforeEach(() => {
    clock = new ManualClock();
    leases = new MemoryLeases(clock);
  });

  function hold<T>(
    work: (held: HeldLease) => Promise<T>,
    given: Partial<HoldingLeaseOptions> = {},
  ): Promise<T> {
    return holdingLease(TARGET, { leases, clock, owner: 'one', leaseMs: LEASE_MS, ...given }, work);
  }

  /** Waits until a wait of the code under test has begun. */
  async function asleep(): Promise<void> {
    await vi.waitUntil(() => clock.sleepers > 0);
  }

  it('gives back what the work resolves to, and the lease', async () => {
    const result = await hold(async () => {
      expect(await leases.acquire(TARGET, 'two', LEASE_MS)).toBeUndefined();
      return 'done';
    });

    expect(result).toBe('done');
    expect(await leases.acquire(TARGET, 'two', LEASE_MS)).toBeDefined();
    expect(clock.sleepers).toBe(0);
  });

  it('gives the lease back when the work fails, with that failure', async () => {
    const failure = new Error('disk full');

    await expect(hold(() => Promise.reject(failure))).rejects.toBe(failure);

    expect(await leases.acquire(TARGET, 'two', LEASE_MS)).toBeDefined();
    expect(clock.sleepers).toBe(0);
  });

  it('keeps the lease for longer than it lasts', async () => {
    const work = Promise.withResolvers<void>();
    const holding = hold(() => work.promise);

    for (let third = 1; third <= 6; third += 1) {
      await asleep();
      clock.advance(LEASE_MS / 3);
    }
    await asleep();

    expect(await leases.acquire(TARGET, 'two', LEASE_MS)).toBeUndefined();
    work.resolve();
    await holding;
  });

  it('waits for a lease that another worker holds, and says so once', async () => {
    const onWait = vi.fn();
    const other = await takenBy('two');
    const holding = hold(async () => 'done', { onWait });
    await asleep();
    clock.advance(1_000);
    await asleep();

    await leases.release(other);
    clock.advance(1_000);

    await expect(holding).resolves.toBe('done');
    expect(onWait).toHaveBeenCalledTimes(1);
  });

  it('says nothing of waiting where the lease is free', async () => {
    const onWait = vi.fn();

    await hold(async () => 'done', { onWait });

    expect(onWait).not.toHaveBeenCalled();
  });

  it('takes over what a worker that died has left', async () => {
    await takenBy('two');
    const holding = hold(async () => 'done');
    await asleep();

    clock.advance(LEASE_MS);

    await expect(holding).resolves.toBe('done');
  });

  it('loses patience with a worker that does not come to an end', async () => {
    await takenBy('two', 3_600_000);

    const holding = hold(async () => 'done', { clock: new SkippingClock(), patienceMs: 30_000 });

    await expect(holding).rejects.toThrow(LeaseHeldError);
    await expect(holding).rejects.toThrow(
      `another worker has held the lease on ${TARGET} for 30 s`,
    );
  });

  it('stops waiting when it is aborted, with the reason', async () => {
    const controller = new AbortController();
    const reason = new InterruptedError();
    await takenBy('two');
    const holding = hold(async () => 'done', { signal: controller.signal });
    await asleep();

    controller.abort(reason);

    await expect(holding).rejects.toBe(reason);
  });

  it("passes the caller's abort on to the work, and gives the lease back", async () => {
    const controller = new AbortController();
    const reason = new InterruptedError();
    const holding = hold(({ signal }) => aborted(signal), { signal: controller.signal });
    await asleep();

    controller.abort(reason);

    await expect(holding).rejects.toBe(reason);
    expect(await leases.acquire(TARGET, 'two', LEASE_MS)).toBeDefined();
  });

  it.each([
    ['whose caller may abort it', { signal: new AbortController().signal }],
    ['that nobody else can abort', {}],
  ])('aborts work %s when the lease is lost, and leaves the new owner alone', async (_, call) => {
    const holding = hold(({ signal }) => aborted(signal), call);
    await asleep();
    // All of it at once, as when the machine was asleep.
    clock.advance(LEASE_MS);
    await takenBy('two');

    await expect(holding).rejects.toThrow(LeaseLostError);
    expect(await leases.acquire(TARGET, 'three', LEASE_MS)).toBeUndefined();
  });

  it('proves the lease on demand, or fails', async () => {
    const holding = hold(async ({ renew }) => {
      await renew();
      clock.advance(LEASE_MS);
      await takenBy('two');
      await renew();
    });

    await expect(holding).rejects.toThrow(LeaseLostError);
  });

  it('does not lose a lease to itself when two renewals meet', async () => {
    const slow = new SlowLeases(leases);
    const begin = Promise.withResolvers<void>();
    const work = async ({ renew }: HeldLease) => {
      await begin.promise;
      await renew();
    };

    const holding = hold(work, { leases: slow });
    await asleep();
    clock.advance(LEASE_MS / 3);
    await slow.asked();
    begin.resolve();
    for (let renewals = 0; renewals < 2; renewals += 1) await slow.answer();

    await expect(holding).resolves.toBeUndefined();
  });

  async function takenBy(owner: string, forMs = LEASE_MS): Promise<Lease> {
    const lease = await leases.acquire(TARGET, owner, forMs);
    if (!lease) throw new Error(`${owner} did not get the lease`);
    return lease;
  }
});

/** Work that goes on until it is aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
