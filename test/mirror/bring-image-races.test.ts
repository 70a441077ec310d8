import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SyncListener } from '../../lib/mirror/events.ts';
import type { Outcome } from '../../lib/mirror/outcome.ts';
import type { Lease, Leases } from '../../lib/mirror/ports.ts';
import { type SyncDependencies, sync } from '../../lib/mirror/sync.ts';
import { image } from '../support/image-builder.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { MemoryLeases } from '../support/memory-leases.ts';
import { type Mirror, startMirror, wasWritten } from '../support/mirror.ts';

const OURS = image({ seed: 1 });
const THEIRS = image({ seed: 2 });
const OUR_DIGEST = OURS.root.descriptor.digest;
const THEIR_DIGEST = THEIRS.root.descriptor.digest;

describe('bringing an image beside others who write', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
    await mirror.publish(OURS);
  });

  afterEach(() => mirror.end());

  /** Syncs, and lets something happen when the first bytes have arrived. */
  async function syncWhile(
    happens: () => Promise<unknown>,
    given: Partial<SyncDependencies> = {},
  ): Promise<Outcome> {
    let happening: Promise<unknown> | undefined;
    const listener: SyncListener = ({ type }) => {
      if (type === 'arrived') happening ??= happens();
    };
    const dependencies = mirror.dependencies({ listener, ...given });
    const { outcome } = await sync(mirror.request(), dependencies, { attempt: 1 });
    await happening;
    return outcome;
  }

  async function leaseOfAnother(forMs = 60_000, leases: Leases = mirror.leases): Promise<Lease> {
    const lease = await leases.acquire(mirror.request().target, 'another worker', forMs);
    if (!lease) throw new Error('another worker did not get the lease');
    return lease;
  }

  it('leaves a tag alone that appeared meanwhile', async () => {
    const outcome = await syncWhile(() => mirror.occupy(THEIRS));

    expect(outcome).toMatchObject({ status: 'failed', targetDigest: null });
    expect(outcome.error).toMatchObject({ code: 'TARGET_CHANGED', side: 'target' });
    expect(outcome.error?.message).toContain(`the tag 1 names ${THEIR_DIGEST} instead of nothing`);
    expect(await mirror.tagged()).toBe(THEIR_DIGEST);
  });

  it('takes it for its own work where the same tag appeared meanwhile', async () => {
    const outcome = await syncWhile(() => mirror.occupy(OURS));

    expect(outcome).toMatchObject({ status: 'copied', targetDigest: OUR_DIGEST, error: null });
  });

  it('stops, and sets no tag, when the lease is lost', async () => {
    const many = image({ layers: 40 });
    await mirror.publish(many);

    const outcome = await syncWhile(() => {
      mirror.clock.advance(60_000);
      return leaseOfAnother();
    });

    expect(outcome).toMatchObject({ status: 'failed', targetDigest: null });
    expect(outcome.error).toMatchObject({ kind: 'transient', code: 'LEASE_LOST', side: null });
    expect(await mirror.tagged()).toBeUndefined();
    const uploads = mirror.target.requests.filter(({ method }) => method === 'POST');
    expect(uploads.length).toBeLessThan(many.blobs.length);
  });

  it('proves its lease before it sets the tag, though it has not heard of any loss', async () => {
    const elsewhere = new ManualClock();
    const leases = new MemoryLeases(elsewhere);

    const happens = () => {
      elsewhere.advance(60_000);
      return leaseOfAnother(60_000, leases);
    };
    const { error } = await syncWhile(happens, { leases });

    expect(error).toMatchObject({ code: 'LEASE_LOST' });
    expect(await mirror.tagged()).toBeUndefined();
  });

  it('gives its lease back, also after a failure', async () => {
    mirror.target.play({ method: 'PUT', do: { kind: 'status', status: 403 } });

    expect(await mirror.sync()).toMatchObject({ status: 'failed' });

    await expect(leaseOfAnother()).resolves.toBeDefined();
  });

  describe('where another worker holds the lease', () => {
    let lease: Lease;
    let syncing: Promise<Outcome>;

    beforeEach(async () => {
      lease = await leaseOfAnother(3_600_000);
      syncing = mirror.sync();
      await vi.waitUntil(() => mirror.clock.sleepers > 0, { timeout: 4_000 });
    });

    it('writes nothing until it is over, and copies then', async () => {
      expect(wasWritten(mirror.target)).toBe(false);
      await mirror.leases.release(lease);
      mirror.clock.advance(1_000);

      expect(await syncing).toMatchObject({ status: 'copied' });
    });

    it('has nothing to do when the other has done it', async () => {
      await mirror.occupy(OURS);
      await mirror.leases.release(lease);
      mirror.clock.advance(1_000);

      expect(await syncing).toMatchObject({ status: 'unchanged', targetDigest: OUR_DIGEST });
      expect(wasWritten(mirror.target)).toBe(false);
    });

    it('reports a conflict when the other has put something else there', async () => {
      await mirror.occupy(THEIRS);
      await mirror.leases.release(lease);
      mirror.clock.advance(1_000);

      expect(await syncing).toMatchObject({ status: 'conflict', targetDigest: THEIR_DIGEST });
      expect(wasWritten(mirror.target)).toBe(false);
    });

    it('gives up after ten minutes', async () => {
      mirror.clock.advance(600_000);

      const { status, error } = await syncing;

      expect(status).toBe('failed');
      expect(error).toMatchObject({ kind: 'transient', code: 'LEASE_HELD', retryable: true });
      expect(wasWritten(mirror.target)).toBe(false);
    });
  });
});
