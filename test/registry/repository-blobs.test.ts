import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { FaultEffect } from '../../lib/local/embedded-registry/fault.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { LARGEST_MANIFEST_BYTES } from '../../lib/oci/manifest.ts';
import type { Repository } from '../../lib/registry/repository.ts';
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
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  await storeContent(blob, registry.storage, 'app');
  repository = fixture().app(registry, { idleTimeoutMs: 100 });
});

describe('openBlob', () => {
  it('streams the bytes', async () => {
    const opened = await repository.openBlob(blob.descriptor);

    expect(digestOf(await bytesOf(opened))).toBe(blob.descriptor.digest);
  });

  it('asks for the bytes as they are stored', async () => {
    await bytesOf(await repository.openBlob(blob.descriptor));

    expect(registry.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  it.each<[string, FaultEffect]>([
    ['an unavailable registry', { kind: 'status', status: 503 }],
    ['a reset', { kind: 'reset' }],
  ])('asks once, and says that it may pass: %s', async (_, effect) => {
    registry.play({ path: BLOB, do: effect });

    await expect(repository.openBlob(blob.descriptor)).rejects.toMatchObject({ retryable: true });

    expect(registry.requests).toHaveLength(1);
  });

  it('is refused where there is none, once', async () => {
    const missing = content(Buffer.from('missing'), 'text/plain').descriptor;

    await expect(repository.openBlob(missing)).rejects.toMatchObject({
      kind: 'not-found',
      code: 'NOT_FOUND',
    });

    expect(registry.requests).toHaveLength(1);
  });

  it('opens content of unknown length', async () => {
    registry.play({ path: BLOB, do: { kind: 'headers', remove: ['Content-Length'] } });

    const opened = await repository.openBlob(blob.descriptor);

    expect(digestOf(await bytesOf(opened))).toBe(blob.descriptor.digest);
  });

  it.each<[string, FaultEffect, string]>([
    ['breaks off', { kind: 'cut', afterBytes: 100_000 }, 'CONNECTION_LOST'],
    ['stalls', { kind: 'stallBody', afterBytes: 100_000 }, 'STALLED'],
  ])('fails while it is read when the content %s', async (_, effect, code) => {
    registry.play({ path: BLOB, do: effect });

    const opened = await repository.openBlob(blob.descriptor);

    await expect(bytesOf(opened)).rejects.toMatchObject({
      code,
      retryable: true,
      message: expect.stringContaining(blob.descriptor.digest),
    });
    expect(registry.requests).toHaveLength(1);
  });
});

describe('content that is opened', () => {
  beforeEach(() => {
    // The rest never comes, so that nothing but the client ends it.
    registry.play({ path: BLOB, do: { kind: 'stallBody', afterBytes: 100_000 } });
    repository = fixture().app(registry);
  });

  async function isBrokenOff(): Promise<void> {
    await vi.waitFor(() => expect(registry.requests[0]?.aborted).toBe(true));
  }

  it('breaks off when it is closed before it was read', async () => {
    const opened = await repository.openBlob(blob.descriptor);

    opened.close();
    opened.close();

    await isBrokenOff();
  });

  it('breaks off when its length cannot be right', async () => {
    const opened = await repository.openBlob({ ...blob.descriptor, size: 5 });

    await expect(bytesOf(opened)).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
      retryable: true,
    });

    await isBrokenOff();
  });

  it('breaks off when its reader leaves', async () => {
    for await (const _ of await repository.openBlob(blob.descriptor)) break;

    await isBrokenOff();
  });

  it('breaks off with the reason of an abort', async () => {
    const abort = new AbortController();
    const opened = await repository.openBlob(blob.descriptor, { signal: abort.signal });
    const read = async () => {
      for await (const _ of opened) abort.abort(REASON);
    };

    await expect(read()).rejects.toBe(REASON);

    await isBrokenOff();
  });
});

describe('fetchBlob', () => {
  it('gives verified bytes', async () => {
    expect(digestOf(await repository.fetchBlob(blob.descriptor))).toBe(blob.descriptor.digest);
  });

  it('repeats a download that went wrong', async () => {
    registry.play({ path: BLOB, times: 1, do: { kind: 'corrupt', at: 999_999 } });

    expect(digestOf(await repository.fetchBlob(blob.descriptor))).toBe(blob.descriptor.digest);
  });

  it('refuses content that stays wrong', async () => {
    registry.play({ path: BLOB, do: { kind: 'corrupt', at: 999_999 } });

    await expect(repository.fetchBlob(blob.descriptor)).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
    });
  });

  it('refuses content that is too large to be held', async () => {
    const large = content(Buffer.alloc(LARGEST_MANIFEST_BYTES + 1), 'application/json');
    await storeContent(large, registry.storage, 'app');

    await expect(repository.fetchBlob(large.descriptor)).rejects.toMatchObject({
      code: 'CONTENT_TOO_LARGE',
    });
  });
});

describe('hasBlob', () => {
  it('moves no content', async () => {
    expect(await repository.hasBlob(blob.descriptor)).toBe(true);

    expect(registry.requests).toMatchObject([{ method: 'HEAD', bytesSent: 0 }]);
  });

  it.each([405, 501])('counts a blob as absent where HEAD is answered by %i', async (status) => {
    registry.play({ do: { kind: 'status', status } });

    expect(await repository.hasBlob(blob.descriptor)).toBe(false);
  });

  it('does not take content of another length for the blob', async () => {
    expect(await repository.hasBlob({ ...blob.descriptor, size: 5 })).toBe(false);
  });

  it.each([401, 403])('does not take %i for an absence', async (status) => {
    registry.play({ do: { kind: 'status', status } });

    await expect(repository.hasBlob(blob.descriptor)).rejects.toMatchObject({ status });
  });
});
