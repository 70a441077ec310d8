import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { MemoryThrottles } from '../../lib/registry/memory-throttles.ts';
import { type Closure, FARTHEST_MS, type ThrottleKey } from '../../lib/registry/throttles.ts';
import { image } from '../support/image-builder.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type ClientOptions, useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const { root, blobs, manifests } = image();
const { descriptor } = root;
const [blob = descriptor] = blobs.map((content) => content.descriptor);

/** Counts what others are told and what is asked of them. */
class CountedThrottles extends MemoryThrottles {
  reads = 0;
  reservations = 0;
  readonly closures: (Closure & ThrottleKey)[] = [];

  override read(key: ThrottleKey): Promise<Closure | undefined> {
    this.reads += 1;
    return super.read(key);
  }

  override close(key: ThrottleKey, closure: Closure): Promise<void> {
    this.closures.push({ ...key, ...closure });
    return super.close(key, closure);
  }

  override reserve(...call: Parameters<MemoryThrottles['reserve']>): Promise<number> {
    this.reservations += 1;
    return super.reserve(...call);
  }
}

describe('limits', () => {
  const fixture = useRegistryFixture();
  let registry: EmbeddedRegistry;
  let clock: ManualClock;
  let throttles: CountedThrottles;

  beforeEach(async () => {
    registry = await fixture().start();
    await store({ root, blobs, manifests }, registry.storage, { repository: 'app', tag: '1' });
    clock = new ManualClock();
    throttles = new CountedThrottles(clock);
  });

  function app(retry: Partial<ClientOptions['retry']> = {}) {
    const policy = { retries: 1, clock, random: () => 0, ...retry };
    return fixture().app(registry, { retry: policy, throttles });
  }

  function refuse(status: number, headers = {}, method = 'GET'): void {
    registry.play({ method, times: 1, do: { kind: 'status', status, headers } });
  }

  it('cost a registry that has none a look every 5 seconds', async () => {
    const repository = app();

    for (let second = 0; second < 10; second += 1) {
      await repository.resolve('1');
      clock.advance(1000);
    }

    expect([throttles.reads, throttles.reservations, throttles.closures.length]).toEqual([2, 0, 0]);
  });

  it.each([403, 404, 405])('are not what %i speaks of', async (status) => {
    refuse(status);

    await expect(app().fetchManifest(descriptor.digest)).rejects.toMatchObject({ status });

    expect(throttles.closures).toEqual([]);
  });

  it('are told to other processes, which ask later and one after another', async () => {
    refuse(429, { 'Retry-After': '10' });
    const waiting = app().fetchManifest(descriptor.digest);
    await vi.waitFor(() => expect(throttles.closures).toHaveLength(1));
    const others = [app(), app()].map((other) => other.fetchManifest(descriptor.digest));

    await vi.waitFor(() => expect(clock.sleepers).toBe(3));
    clock.advance(10_000);
    await vi.waitFor(() => expect(registry.requests).toHaveLength(2));
    await vi.waitFor(() => expect(clock.sleepers).toBe(2));
    clock.advance(1000);
    await vi.waitFor(() => expect(registry.requests).toHaveLength(3));
    clock.advance(1000);

    await Promise.all([waiting, ...others]);
    expect(registry.requests).toHaveLength(4);
  });

  it('are not believed of a process whose clock was far ahead, nor are its slots', async () => {
    const key = { registry: registry.host, account: 'anonymous', requests: 'pull' } as const;
    const closedUntil = clock.now() + FARTHEST_MS + 1;
    await throttles.close(key, { closedUntil, intervalMs: 1000, pacedUntil: closedUntil });
    refuse(429, { 'Retry-After': '10' });

    const waiting = app({ patienceMs: 15_000 }).fetchManifest(descriptor.digest);
    await vi.waitFor(() => expect(clock.sleepers).toBe(1));
    clock.advance(10_000);

    await expect(waiting).resolves.toBeDefined();
  });

  it('of one class leave the others alone', async () => {
    refuse(429, { 'Retry-After': '10' });
    const repository = app();
    const waiting = repository.fetchManifest(descriptor.digest);
    await vi.waitFor(() => expect(clock.sleepers).toBe(1));

    await expect(repository.resolve('1')).resolves.toBeDefined();
    await expect(repository.hasBlob(blob)).resolves.toBe(true);

    clock.advance(10_000);
    await waiting;
  });

  it('are waited for without a place that others need', async () => {
    const retry = { retries: 1, clock, random: () => 0 };
    const single = fixture().app(registry, { retry, settings: { maxConnections: 1 } });
    refuse(429, { 'Retry-After': '10' });
    const waiting = single.fetchManifest(descriptor.digest);
    await vi.waitFor(() => expect(clock.sleepers).toBe(1));

    await expect(single.resolve('1')).resolves.toBeDefined();

    clock.advance(10_000);
    await waiting;
  });

  it('are not waited for beyond the patience, and the failure says how long it takes', async () => {
    refuse(429, { 'Retry-After': '60' });
    const repository = app({ patienceMs: 15_000 });

    await expect(repository.fetchManifest(descriptor.digest)).rejects.toMatchObject({
      status: 429,
      retryAfterMs: 60_000,
    });
    await expect(repository.fetchManifest(descriptor.digest)).rejects.toMatchObject({
      kind: 'throttled',
      retryAfterMs: 60_000,
      message: `it takes 60 s until manifests are read from ${registry.host} again as anonymous`,
    });

    expect(registry.requests).toHaveLength(1);
  });

  it('are not waited for after an abort', async () => {
    const abort = new AbortController();
    const reason = new Error('interrupted');
    refuse(429);
    const waiting = app().fetchManifest(descriptor.digest, { signal: abort.signal });
    await vi.waitFor(() => expect(clock.sleepers).toBe(1));

    abort.abort(reason);

    await expect(waiting).rejects.toBe(reason);
    await vi.waitFor(() => expect(clock.sleepers).toBe(0));
  });

  it('close a class before they are reached', async () => {
    const headers = { 'ratelimit-limit': '100;w=600', 'ratelimit-remaining': '0;w=600' };
    registry.play({ method: 'HEAD', times: 1, do: { kind: 'headers', set: headers } });
    const repository = app({ patienceMs: 0 });

    await repository.resolve('1');

    expect(throttles.closures).toMatchObject([
      { requests: 'pull', closedUntil: clock.now() + 600_000 },
    ]);
  });
});
