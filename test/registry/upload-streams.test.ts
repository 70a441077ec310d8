import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { BlobUpload } from '../../lib/content/ports.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { begun } from '../support/begun.ts';
import { chunksOf } from '../support/chunks.ts';
import type { ClientOptions } from '../support/registry-fixture.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { storeContent } from '../support/store.ts';

const CHUNK = Buffer.alloc(64 * 1024);

/** More than the sockets of both sides hold. */
const LARGE: Descriptor = {
  mediaType: 'application/octet-stream',
  digest: digestOf(CHUNK),
  size: 64 * 1024 * 1024,
};

const REASON = new Error('interrupted');

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;

beforeEach(async () => {
  registry = await fixture().start();
});

function start(options?: ClientOptions): Promise<BlobUpload> {
  return begun(fixture().app(registry, options).startUpload(LARGE));
}

/** Content of {@link LARGE} that counts what was taken of it. */
class LargeContent implements AsyncIterable<Uint8Array> {
  taken = 0;

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    while (this.taken < LARGE.size) {
      this.taken += CHUNK.byteLength;
      yield CHUNK;
    }
  }
}

describe('an upload that is refused while it is sent', () => {
  it.each([
    ['and the connection closed', { Connection: 'close' }],
    ['and the rest awaited', {}],
  ])('is reported as that refusal %s', async (_, headers) => {
    const body = '{"errors":[{"code":"DENIED","message":"no more"}]}';
    registry.play({ method: 'PUT', do: { kind: 'status', status: 403, headers, body } });
    const upload = await start();
    const content = new LargeContent();

    await expect(upload.write(content)).rejects.toMatchObject({
      code: 'DENIED',
      status: 403,
      diagnostics: [{ code: 'DENIED', message: 'no more' }],
    });

    await upload.cancel();
    expect(content.taken).toBeLessThan(LARGE.size);
  });
});

/** A registry that reads nothing more does not notice either that its client has left. */
async function leaveUnread(upload: BlobUpload): Promise<void> {
  await upload.cancel();
  expect(registry.uploads).toBe(0);
  await registry.close();
}

describe('an upload to a registry that', () => {
  it('stops reading has stalled', async () => {
    registry.play({ method: 'PUT', do: { kind: 'stall' } });
    const upload = await start({ idleTimeoutMs: 50 });
    const content = new LargeContent();

    await expect(upload.write(content)).rejects.toMatchObject({
      kind: 'transient',
      code: 'STALLED',
      retryable: true,
      message: expect.stringContaining('/v2/app/blobs/uploads/… failed'),
    });

    await leaveUnread(upload);
    expect(content.taken).toBeLessThan(LARGE.size);
  });

  it('reads everything but never answers has stalled', async () => {
    registry.play({ method: 'PUT', do: { kind: 'stall' } });
    const small = { ...LARGE, size: CHUNK.byteLength };
    const upload = await begun(fixture().app(registry, { commitTimeoutMs: 50 }).startUpload(small));

    await expect(upload.write(chunksOf(CHUNK))).rejects.toMatchObject({ code: 'STALLED' });
    await upload.cancel();
  });

  it.each([
    ['resets the connection', { kind: 'reset' } as const],
    ['ends the connection on the way', { kind: 'cutUpload', afterBytes: 1_000_000 } as const],
  ])('%s is lost', async (_, effect) => {
    registry.play({ method: 'PUT', do: effect });
    const upload = await start();

    await expect(upload.write(new LargeContent())).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      retryable: true,
    });

    await upload.cancel();
  });

  it('never takes more than it reads', async () => {
    registry.play({ method: 'PUT', do: { kind: 'stall' } });
    const abort = new AbortController();
    const upload = await start();
    const content = new LargeContent();
    const write = upload.write(content, { signal: abort.signal });
    await vi.waitFor(() => expect(registry.requests).toHaveLength(2));

    abort.abort(REASON);

    await expect(write).rejects.toBe(REASON);
    await leaveUnread(upload);
    expect(content.taken).toBeLessThan(LARGE.size / 2);
  });
});

describe('an upload that is aborted', () => {
  it('rejects with the reason and leaves no session', async () => {
    const abort = new AbortController();
    const upload = await start();
    async function* content() {
      for await (const chunk of new LargeContent()) {
        yield chunk;
        if ((registry.requests[1]?.bytesReceived ?? 0) > 1_000_000) abort.abort(REASON);
      }
    }

    await expect(upload.write(content(), { signal: abort.signal })).rejects.toBe(REASON);

    await upload.cancel();
    expect(registry.uploads).toBe(0);
  });

  it('does not wait for content that never comes', async () => {
    const abort = new AbortController();
    const upload = await start();
    async function* content() {
      yield CHUNK;
      await new Promise(() => {});
    }
    const write = upload.write(content(), { signal: abort.signal });
    await vi.waitFor(() => expect(registry.requests[1]?.bytesReceived).toBe(CHUNK.byteLength));

    abort.abort(REASON);

    await expect(write).rejects.toBe(REASON);
    await upload.cancel();
  });

  it('before it was sent sends nothing', async () => {
    const upload = await start();
    const signal = AbortSignal.abort(REASON);
    const content = new LargeContent();

    await expect(upload.write(content, { signal })).rejects.toBe(REASON);

    await upload.cancel();
    expect(registry.requests.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });
});

describe('an upload of content that stalls', () => {
  it('fails with the stall of its source, not with one of the target', async () => {
    const source = await fixture().start();
    const bytes = Buffer.alloc(1_000_000);
    const blob = { ...LARGE, digest: digestOf(bytes), size: bytes.byteLength };
    await storeContent({ descriptor: blob, bytes }, source.storage, 'app');
    source.play({ method: 'GET', do: { kind: 'stallBody', afterBytes: 100_000 } });
    const content = await fixture().app(source, { idleTimeoutMs: 50 }).openBlob(blob);
    const upload = await begun(fixture().app(registry, { idleTimeoutMs: 50 }).startUpload(blob));

    await expect(upload.write(content)).rejects.toMatchObject({
      code: 'STALLED',
      message: expect.stringContaining(source.host),
    });

    await upload.cancel();
  });
});
