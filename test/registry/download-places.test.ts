import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { FaultEffect } from '../../lib/local/embedded-registry/fault.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { countAsked } from '../support/asked.ts';
import { content } from '../support/built.ts';
import { bytesOf } from '../support/chunks.ts';
import { SeededRandom } from '../support/random.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { storeContent } from '../support/store.ts';

const BLOB = /\/blobs\/sha256:/;
const REASON = new Error('interrupted');
const blob = content(new SeededRandom('blob').bytes(1_000_000), 'application/octet-stream');

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let narrow: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  await storeContent(blob, registry.storage, 'app');
  narrow = fixture().app(registry, { settings: { maxConnections: 2 } });
});

describe('the places for downloads', () => {
  const downloads = () => countAsked(registry, 'GET', BLOB);

  it('are no more than the registry is granted', async () => {
    const opened = [await narrow.openBlob(blob.descriptor), await narrow.openBlob(blob.descriptor)];
    const third = narrow.openBlob(blob.descriptor);
    await narrow.hasBlob(blob.descriptor);

    expect(downloads()).toBe(2);

    opened[0]?.close();
    opened[1]?.close();
    (await third).close();
  });

  it('are given back when the body ends, not before', async () => {
    const [first, second] = [
      await narrow.openBlob(blob.descriptor),
      await narrow.openBlob(blob.descriptor),
    ];
    const third = narrow.openBlob(blob.descriptor);
    for await (const _ of first) {
      await narrow.hasBlob(blob.descriptor);
      expect(downloads()).toBe(2);
    }

    (await third).close();
    second.close();
    expect(downloads()).toBe(3);
  });

  it.each<[string, FaultEffect]>([
    ['is refused', { kind: 'status', status: 404 }],
    ['has the wrong length', { kind: 'truncate', bytes: 5 }],
    ['breaks off', { kind: 'cut', afterBytes: 5 }],
  ])('are given back by a download that %s', async (_, effect) => {
    const retry = { retries: 0, clock: fixture().clock, random: () => 0 };
    const single = fixture().app(registry, { retry, settings: { maxConnections: 1 } });
    registry.play({ path: BLOB, times: 1, do: effect });
    await expect(single.openBlob(blob.descriptor).then(bytesOf)).rejects.toThrow();

    const opened = await single.openBlob(blob.descriptor);

    expect(digestOf(await bytesOf(opened))).toBe(blob.descriptor.digest);
  });

  it('can be waited for until an abort', async () => {
    const opened = [await narrow.openBlob(blob.descriptor), await narrow.openBlob(blob.descriptor)];
    const abort = new AbortController();
    const third = narrow.openBlob(blob.descriptor, { signal: abort.signal });

    abort.abort(REASON);

    await expect(third).rejects.toBe(REASON);
    for (const each of opened) each.close();
    expect(downloads()).toBe(2);
  });
});
