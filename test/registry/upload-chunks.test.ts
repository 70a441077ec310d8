import { inspect } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ChunkedBlobUpload } from '../../lib/content/ports.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { FaultEffect } from '../../lib/local/embedded-registry/fault.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { Secret } from '../../lib/secret.ts';
import { content } from '../support/built.ts';
import { resumed, startChunked, writeChunk, writeRest } from '../support/chunked-upload.ts';
import { SeededRandom } from '../support/random.ts';
import { refusal } from '../support/refusal.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';

const { descriptor, bytes } = content(
  new SeededRandom('blob').bytes(10_000),
  'application/octet-stream',
);
const CHUNK = 4_000;

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  repository = fixture().app(registry, { settings: { maxConnections: 1 } });
});

/** The session after its first chunk, and a fault that hits what follows. */
async function begin(effect?: FaultEffect, method = 'PATCH'): Promise<ChunkedBlobUpload> {
  const upload = await startChunked(repository, descriptor);
  await writeChunk(upload, bytes, CHUNK);
  if (effect) registry.play({ method, times: 1, do: effect });
  return upload;
}

function asked(): readonly string[] {
  return registry.requests.map(({ method, status }) => `${method} ${status}`);
}

/** Leaves the session, goes on with it, and ends it with the whole blob. */
async function finish(upload: ChunkedBlobUpload): Promise<void> {
  upload.chunks.leave();
  const further = await resumed(repository, descriptor, upload.chunks.state());
  await writeRest(further, bytes, CHUNK);
  await further.chunks.commit();
  expect(await repository.hasBlob(descriptor)).toBe(true);
}

describe('a chunk', () => {
  it('is a PATCH that says which bytes it has, and the commit a PUT without any', async () => {
    const upload = await begin();
    await writeRest(upload, bytes, CHUNK);
    await upload.chunks.commit();

    const headers = { 'content-type': 'application/octet-stream', 'content-length': '4000' };
    expect(registry.requests).toMatchObject([
      { method: 'POST', status: 202 },
      { method: 'PATCH', status: 202, headers: { ...headers, 'content-range': '0-3999' } },
      { method: 'PATCH', status: 202, headers: { ...headers, 'content-range': '4000-7999' } },
      { method: 'PATCH', headers: { 'content-range': '8000-9999', 'content-length': '2000' } },
      { method: 'PUT', status: 201, headers: { 'content-length': '0' }, bytesReceived: 0 },
    ]);
    expect(registry.requests[4]?.query.get('digest')).toBe(descriptor.digest);
  });

  it.each([
    ['relative', 'elsewhere?a=%2F%20b'],
    ['absolute', 'http://localhost/elsewhere?a=%2F%20b'],
  ])('is followed by the next at a location that is %s', async (_, location) => {
    const headers = { Location: location.replace('localhost', registry.host), Range: '0-7999' };
    const upload = await begin({ kind: 'status', status: 202, headers });
    registry.play({ path: /elsewhere/, do: { kind: 'status', status: 202 } });
    await writeChunk(upload, bytes, CHUNK);

    await writeChunk(upload, bytes, CHUNK);

    expect(registry.requests[3]?.path).toMatch(/\/elsewhere$/);
    expect(registry.requests[3]?.query.get('a')).toBe('/ b');
    await upload.cancel();
    await registry.close();
  });

  it('is not sent a second time by itself', async () => {
    const upload = await begin({ kind: 'status', status: 503 });

    await expect(writeChunk(upload, bytes, CHUNK)).rejects.toMatchObject({ retryable: true });

    expect(asked()).toEqual(['POST 202', 'PATCH 202', 'PATCH 503']);
    expect(upload.chunks.offset).toBe(CHUNK);
    await finish(upload);
  });

  it('that was refused while it was sent is reported as that', async () => {
    const upload = await begin({
      kind: 'status',
      status: 403,
      headers: { Connection: 'close' },
      body: '{"errors":[{"code":"DENIED","message":"no more"}]}',
    });
    const piece = Buffer.alloc(64 * 1024);
    async function* endless() {
      for (;;) yield piece;
    }

    const write = upload.chunks.write(endless(), { length: 64 * 1024 * 1024 });

    await expect(write).rejects.toMatchObject({ code: 'DENIED', status: 403 });
    await upload.cancel();
  });

  it.each(['0-6999', '0-3999', '0-9000'])(
    'of which the registry tells another end, %s, is found out by resuming',
    async (Range) => {
      const upload = await begin({ kind: 'headers', set: { Range } });

      await expect(writeChunk(upload, bytes, CHUNK)).rejects.toMatchObject({
        kind: 'transient',
        retryable: true,
        message: expect.stringContaining(`at byte ${Number(Range.slice(2)) + 1} instead of`),
      });

      await finish(upload);
    },
  );

  it('has arrived where the registry tells of no end', async () => {
    const upload = await begin({ kind: 'headers', remove: ['Range'] });

    await writeChunk(upload, bytes, CHUNK);

    expect(upload.chunks.offset).toBe(2 * CHUNK);
    await finish(upload);
  });

  it('whose answer was lost is not sent again', async () => {
    const upload = await begin({ kind: 'lose' });
    await expect(writeChunk(upload, bytes, CHUNK)).rejects.toMatchObject({ retryable: true });

    await finish(upload);

    expect(asked()).toEqual([
      'POST 202',
      'PATCH 202',
      expect.stringContaining('PATCH'),
      'GET 204',
      'PATCH 202',
      'PUT 201',
      'HEAD 200',
    ]);
  });

  it('that broke off is sent from where the registry has it', async () => {
    const upload = await begin({ kind: 'cutUpload', afterBytes: 1_000 });
    await expect(writeChunk(upload, bytes, CHUNK)).rejects.toMatchObject({ retryable: true });

    await finish(upload);

    expect(registry.requests[4]?.headers['content-range']).toMatch(/^[4-7]\d{3}-/);
  });
});

describe('a session that is resumed', () => {
  async function offsetOf(Range?: string): Promise<number | undefined> {
    const left = await begin();
    left.chunks.leave();
    const effect = Range === undefined ? { remove: ['Range'] } : { set: { Range } };
    registry.play({ method: 'GET', times: 1, do: { kind: 'headers', ...effect } });
    const upload = await repository.resumeUpload(descriptor, left.chunks.state());
    await (upload ?? left).cancel();
    return upload?.chunks.offset;
  }

  it.each([
    ['the range says', '0-4999', 5_000],
    ['a range with a unit says', 'bytes=0-4999', 5_000],
    ['was acknowledged where there is no range', undefined, CHUNK],
    ['docker-registry means by the range of nothing', '0-0', 0],
  ])('begins where %s', async (_, range, offset) => {
    expect(await offsetOf(range)).toBe(offset);
  });

  it('is none where more is told than the blob has', async () => {
    expect(await offsetOf('0-10000')).toBeUndefined();
  });

  it('is none at a location that may not be followed', async () => {
    const left = await begin();
    const state = { ...left.chunks.state(), location: new Secret('ftp://elsewhere/place') };

    expect(await repository.resumeUpload(descriptor, state)).toBeUndefined();

    await left.cancel();
  });
});

describe('what chunks must have', () => {
  it('is told by the registry', async () => {
    registry = await fixture().start({ minChunkBytes: 3_000 });
    const upload = await startChunked(fixture().app(registry), descriptor);

    expect(upload.chunks.minBytes).toBe(3_000);
    await upload.cancel();
  });

  it('is remembered for sessions that are resumed', async () => {
    registry = await fixture().start({ minChunkBytes: 3_000 });
    repository = fixture().app(registry);
    const left = await begin();

    const upload = await resumed(repository, descriptor, left.chunks.state());

    expect(upload.chunks.minBytes).toBe(3_000);
    await upload.cancel();
  });

  it('is what the profile says at least', async () => {
    const settings = { profile: { minChunkBytes: 5_000 } };
    const upload = await startChunked(fixture().app(registry, { settings }), descriptor);

    expect(upload.chunks.minBytes).toBe(5_000);
    await upload.cancel();
  });
});

describe('the place of an upload in chunks', () => {
  it('is given back when it is left, and when it is committed', async () => {
    const left = await begin();
    const waiting = repository.resumeUpload(descriptor, left.chunks.state());
    expect(asked()).toHaveLength(2);

    left.chunks.leave();

    const upload = await waiting;
    if (upload) await writeRest(upload, bytes, CHUNK);
    await upload?.chunks.commit();
    await (await startChunked(repository, descriptor)).cancel();
  });

  it('is given back where nothing can be resumed, or the question fails', async () => {
    const left = await begin();
    left.chunks.leave();
    const ask = () => repository.resumeUpload(descriptor, left.chunks.state());
    registry.play({ method: 'GET', times: 1, do: { kind: 'status', status: 503 } });
    registry.play({ method: 'GET', times: 1, do: refusal(404, 'BLOB_UPLOAD_UNKNOWN') });
    registry.play({ method: 'GET', times: 1, do: { kind: 'status', status: 405 } });

    await expect(ask()).rejects.toMatchObject({ retryable: true });
    expect(await ask()).toBeUndefined();
    expect(await ask()).toBeUndefined();

    await (await ask())?.cancel();
  });
});

describe('the state of a session', () => {
  it('shows its location to nobody', async () => {
    const upload = await begin();
    const { pathname } = new URL(upload.chunks.state().location.reveal());

    const shown = `${JSON.stringify(upload.chunks.state())} ${inspect(upload, { depth: 9 })}`;

    expect(shown).not.toContain(pathname);
    await upload.cancel();
  });

  it('keeps no location in messages, wherever it leads', async () => {
    const upload = await begin({
      kind: 'headers',
      set: { Location: '/secret/place?and=more', Range: '0-7999' },
    });
    await writeChunk(upload, bytes, CHUNK);

    const failure = await writeChunk(upload, bytes, CHUNK).catch((error: unknown) => error);

    expect(inspect(failure, { depth: 9 })).not.toContain('secret/place');
    expect(failure).toMatchObject({ cause: { message: expect.stringContaining('uploads/…') } });
    await registry.close();
  });
});
