import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { FaultEffect } from '../../lib/local/embedded-registry/fault.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { image } from '../support/image-builder.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const MANIFEST = /\/manifests\//;
const { root, blobs, manifests } = image();
const { descriptor } = root;

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  await store({ root, blobs, manifests }, registry.storage, { repository: 'app', tag: '1' });
  const retry = { retries: 1, clock: fixture().clock, random: () => 0 };
  repository = fixture().app(registry, { idleTimeoutMs: 100, retry });
});

function status(code: number, headers = {}, body = ''): FaultEffect {
  return { kind: 'status', status: code, headers, body };
}

describe('a failure that passes', () => {
  it.each<[string, FaultEffect]>([
    ['408', status(408)],
    ['500', status(500)],
    ['502', status(502, {}, '<html>Bad Gateway</html>')],
    ['503', status(503)],
    ['504', status(504)],
    ['a reset', { kind: 'reset' }],
    ['a closed connection', { kind: 'lose' }],
    ['a stall', { kind: 'stall' }],
    ['a body that breaks off', { kind: 'cut', afterBytes: 10 }],
    ['a body that stalls', { kind: 'stallBody', afterBytes: 10 }],
    ['a truncated body', { kind: 'truncate', bytes: 10 }],
    ['a corrupted body', { kind: 'corrupt', at: 10 }],
  ])('is repeated: %s', async (_, effect) => {
    registry.play({ path: MANIFEST, times: 1, do: effect });

    const document = await repository.fetchManifest(descriptor.digest);

    expect(document.bytes).toEqual(root.bytes);
    expect(registry.requests).toHaveLength(2);
    expect(fixture().clock.slept).toEqual([500]);
  });

  it('is waited for as long as the registry asks in seconds', async () => {
    registry.play({ times: 1, do: status(429, { 'Retry-After': '7' }) });

    await repository.resolve('1');

    expect(fixture().clock.slept).toEqual([7000]);
  });

  it('is waited for until the date that the registry names', async () => {
    const date = new Date(fixture().clock.now() + 30_000).toUTCString();
    registry.play({ times: 1, do: status(503, { 'Retry-After': date }) });

    await repository.resolve('1');

    expect(fixture().clock.slept).toEqual([30_000]);
  });

  it('lets nobody else wait behind it', async () => {
    const clock = new ManualClock();
    const retry = { retries: 1, clock, random: () => 0 };
    const single = fixture().app(registry, { retry, settings: { maxConnections: 1 } });
    registry.play({ method: 'HEAD', times: 1, do: status(503) });
    const waiting = single.resolve('1');
    await vi.waitFor(() => expect(clock.sleepers).toBe(1));

    await single.fetchManifest(descriptor.digest);

    clock.advance(500);
    await expect(waiting).resolves.toEqual(descriptor);
  });
});

describe('a failure for ever', () => {
  it.each<[string, FaultEffect, string, string]>([
    ['503', status(503), 'transient', 'REGISTRY_UNAVAILABLE'],
    ['a reset', { kind: 'reset' }, 'transient', 'CONNECTION_LOST'],
    ['a stall', { kind: 'stall' }, 'transient', 'STALLED'],
    ['a body that breaks off', { kind: 'cut', afterBytes: 10 }, 'transient', 'CONNECTION_LOST'],
    ['a body that stalls', { kind: 'stallBody', afterBytes: 10 }, 'transient', 'STALLED'],
    ['a truncated body', { kind: 'truncate', bytes: 10 }, 'content', 'CONTENT_MISMATCH'],
  ])('is reported when the retries are used up: %s', async (_, effect, kind, code) => {
    registry.play({ path: MANIFEST, do: effect });

    await expect(repository.fetchManifest(descriptor.digest)).rejects.toMatchObject({
      kind,
      code,
      retryable: true,
    });

    expect(registry.requests).toHaveLength(2);
  });

  it.each([400, 403, 404, 405, 413, 501])('is asked once: %i', async (code) => {
    registry.play({ path: MANIFEST, do: status(code) });

    await expect(repository.fetchManifest(descriptor.digest)).rejects.toMatchObject({
      status: code,
      retryable: false,
    });

    expect(registry.requests).toHaveLength(1);
  });
});

describe('an abort', () => {
  const reason = new Error('interrupted');

  it.each<[string, FaultEffect]>([
    ['an answer', { kind: 'stall' }],
    ['the rest of a body', { kind: 'stallBody', afterBytes: 10 }],
  ])('ends the wait for %s', async (_, effect) => {
    const patient = fixture().app(registry);
    const abort = new AbortController();
    registry.play({ path: MANIFEST, do: effect });
    const waiting = patient.fetchManifest(descriptor.digest, { signal: abort.signal });
    await vi.waitFor(() => expect(registry.requests).toHaveLength(1));

    abort.abort(reason);

    await expect(waiting).rejects.toBe(reason);
    await vi.waitFor(() => expect(registry.requests[0]?.aborted).toBe(true));
  });

  it('ends the wait for the next attempt', async () => {
    const clock = new ManualClock();
    const retry = { retries: 3, clock, random: () => 0 };
    const abort = new AbortController();
    registry.play({ do: status(503) });
    const waiting = fixture().app(registry, { retry }).resolve('1', { signal: abort.signal });
    await vi.waitFor(() => expect(clock.sleepers).toBe(1));

    abort.abort(reason);

    await expect(waiting).rejects.toBe(reason);
    expect(clock.sleepers).toBe(0);
    expect(registry.requests).toHaveLength(1);
  });

  it('before the call sends nothing', async () => {
    const signal = AbortSignal.abort(reason);

    await expect(repository.resolve('1', { signal })).rejects.toBe(reason);
    await expect(repository.openBlob(descriptor, { signal })).rejects.toBe(reason);
    await expect(repository.startUpload(descriptor, { signal })).rejects.toBe(reason);

    expect(registry.requests).toEqual([]);
  });
});
