import { beforeEach, describe, expect, it } from 'vitest';
import type { ChunkedBlobUpload } from '../../lib/content/ports.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { FaultEffect } from '../../lib/local/embedded-registry/fault.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { begun } from '../support/begun.ts';
import { content } from '../support/built.ts';
import { resumed, startChunked, writeChunk, writeRest } from '../support/chunked-upload.ts';
import { chunksOf } from '../support/chunks.ts';
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

/** Leaves the session, goes on with it, and ends it with the whole blob. */
async function finish(upload: ChunkedBlobUpload): Promise<void> {
  upload.chunks.leave();
  const further = await resumed(repository, descriptor, upload.chunks.state());
  await writeRest(further, bytes, CHUNK);
  await further.chunks.commit();
  expect(await repository.hasBlob(descriptor)).toBe(true);
}

describe('an upload in chunks is lost', () => {
  it.each([
    ['unknown', refusal(404, 'BLOB_UPLOAD_UNKNOWN')],
    ['broken', refusal(404, 'BLOB_UPLOAD_INVALID')],
    ['not to be found', { kind: 'status', status: 404 } as const],
  ])('where the session is %s', async (_, effect) => {
    const upload = await begin(effect);

    await expect(writeChunk(upload, bytes, CHUNK)).rejects.toMatchObject({
      code: 'UPLOAD_LOST',
      retryable: true,
      cause: { status: 404 },
    });

    await upload.cancel();
  });

  it.each([refusal(416, 'RANGE_INVALID'), refusal(400, 'BLOB_UPLOAD_INVALID')])(
    'where the registry refuses the position that it has told: %o',
    async (effect) => {
      const left = await begin();
      left.chunks.leave();
      const upload = await resumed(repository, descriptor, left.chunks.state());
      registry.play({ method: 'PATCH', times: 1, do: effect });

      const write = writeChunk(upload, bytes, CHUNK);

      await expect(write).rejects.toMatchObject({ code: 'UPLOAD_LOST' });
      await upload.cancel();
    },
  );

  it.each([
    ['404', refusal(404, 'BLOB_UPLOAD_UNKNOWN')],
    ['another digest', refusal(400, 'DIGEST_INVALID')],
  ])('where the commit is answered by %s', async (_, effect) => {
    const upload = await begin(effect, 'PUT');
    await writeRest(upload, bytes, CHUNK);

    await expect(upload.chunks.commit()).rejects.toMatchObject({ code: 'UPLOAD_LOST' });

    await upload.cancel();
  });

  it('not where a registry is out of step in the middle: that mends', async () => {
    const upload = await begin(refusal(416, 'RANGE_INVALID'));

    await expect(writeChunk(upload, bytes, CHUNK)).rejects.toMatchObject({
      code: 'UNEXPECTED_RESPONSE',
      retryable: true,
    });

    await finish(upload);
  });

  it('not where a commit fails otherwise: it can be repeated', async () => {
    const upload = await begin({ kind: 'status', status: 503 }, 'PUT');
    await writeRest(upload, bytes, CHUNK);

    await expect(upload.chunks.commit()).rejects.toMatchObject({ code: 'REGISTRY_UNAVAILABLE' });

    await finish(upload);
  });
});

describe('a registry that takes no chunks', () => {
  it.each([
    ['405', refusal(405, 'UNSUPPORTED')],
    ['501', { kind: 'status', status: 501 } as const],
    ['400 UNSUPPORTED', refusal(400, 'UNSUPPORTED')],
    ['416 at the start, for their length', refusal(416, 'RANGE_INVALID')],
  ])('is not asked again after %s, but gets the blob at once', async (_, effect) => {
    registry.play({ method: 'PATCH', times: 1, do: effect });
    const refused = await startChunked(repository, descriptor);
    await expect(writeChunk(refused, bytes, CHUNK)).rejects.toMatchObject({
      code: 'UPLOAD_LOST',
      cause: { message: expect.stringContaining('PATCH') },
    });
    const state = refused.chunks.state();
    await refused.cancel();

    expect(await repository.resumeUpload(descriptor, state)).toBeUndefined();
    const upload = await begun(repository.startUpload(descriptor));

    expect(upload.chunks).toBeUndefined();
    await upload.write(chunksOf(bytes));
  });

  it('is known by its profile', async () => {
    repository = fixture().app(registry, { settings: { profile: { sessions: 'none' } } });

    const upload = await begun(repository.startUpload(descriptor));

    expect(upload.chunks).toBeUndefined();
    await upload.cancel();
  });

  it('is found out where it contradicts itself', async () => {
    const left = await begin();
    left.chunks.leave();
    const upload = await resumed(repository, descriptor, left.chunks.state());
    registry.play({ method: 'PATCH', do: { kind: 'headers', set: { Range: '0-99' } } });

    await expect(writeChunk(upload, bytes, CHUNK)).rejects.toMatchObject({ code: 'UPLOAD_LOST' });

    await upload.cancel();
    const next = await begun(repository.startUpload(descriptor));
    expect(next.chunks).toBeUndefined();
    await next.cancel();
  });
});
