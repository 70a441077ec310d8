import { beforeEach, describe, expect, it } from 'vitest';
import type { ChunkedBlobUpload } from '../../lib/content/ports.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { FaultEffect } from '../../lib/local/embedded-registry/fault.ts';
import { ECR_PROFILE } from '../../lib/registry/host-profile.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { countAsked } from '../support/asked.ts';
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
  registry = await fixture().start({ uploads: 'ecr', minChunkBytes: CHUNK });
  repository = fixture().app(registry, { settings: { profile: ECR_PROFILE } });
});

/** A session that was left after its first chunk and is gone on with, and what hits its next chunk. */
async function resume(effect?: FaultEffect): Promise<ChunkedBlobUpload> {
  const left = await startChunked(repository, descriptor);
  await writeChunk(left, bytes, CHUNK);
  left.chunks.leave();
  if (effect) registry.play({ method: 'PATCH', times: 1, do: effect });
  return await resumed(repository, descriptor, left.chunks.state());
}

async function goOn(upload: ChunkedBlobUpload): Promise<ChunkedBlobUpload> {
  upload.chunks.leave();
  return await resumed(repository, descriptor, upload.chunks.state());
}

async function finish(upload: ChunkedBlobUpload): Promise<void> {
  await writeRest(upload, bytes, CHUNK);
  await upload.chunks.commit();
  expect(await repository.hasBlob(descriptor)).toBe(true);
}

describe('an upload whose offset is known to its sender alone', () => {
  it('does not believe the range of an answer', async () => {
    const upload = await startChunked(repository, descriptor);
    await writeChunk(upload, bytes, CHUNK);

    await writeChunk(upload, bytes, CHUNK);

    expect(upload.chunks.offset).toBe(2 * CHUNK);
    await finish(upload);
  });

  it('is resumed without a question', async () => {
    const upload = await resume();

    expect(upload.chunks.state()).toMatchObject({ offset: CHUNK, offsetBy: 'sender' });
    await finish(upload);
    expect(countAsked(registry, 'GET', /./)).toBe(0);
  });

  it('is found out by 201 where no profile tells', async () => {
    repository = fixture().app(registry);
    const upload = await startChunked(repository, descriptor);
    expect(upload.chunks.state().offsetBy).toBe('status');

    await writeChunk(upload, bytes, CHUNK);

    expect(upload.chunks.state().offsetBy).toBe('sender');
    await finish(await goOn(upload));
  });

  it('has chunks of at least 5 MiB by its profile', async () => {
    const upload = await startChunked(repository, descriptor);

    expect(upload.chunks.minBytes).toBe(5 * 1024 * 1024);
    await upload.cancel();
  });

  it('knows a chunk whose answer was lost, also the first', async () => {
    registry.play({ method: 'PATCH', times: 1, do: { kind: 'lose' } });
    const upload = await startChunked(repository, descriptor);
    await expect(writeChunk(upload, bytes, CHUNK)).rejects.toMatchObject({ retryable: true });
    const further = await goOn(upload);

    expect(await writeChunk(further, bytes, CHUNK)).toBe('known');

    expect(further.chunks.offset).toBe(CHUNK);
    await finish(further);
  });

  it('knows such a chunk although it was not read', async () => {
    const headers = { Connection: 'close' };
    const upload = await resume({ kind: 'status', status: 416, headers });
    const piece = Buffer.alloc(64 * 1024);
    async function* endless() {
      for (;;) yield piece;
    }

    const write = upload.chunks.write(endless(), { length: 64 * 1024 * 1024 });

    expect(await write).toBe('known');
    await upload.cancel();
  });

  it('sends a chunk again that broke off', async () => {
    const upload = await resume({ kind: 'cutUpload', afterBytes: 1_000 });
    await expect(writeChunk(upload, bytes, CHUNK)).rejects.toMatchObject({ retryable: true });
    const further = await goOn(upload);

    expect(await writeChunk(further, bytes, CHUNK)).toBe('written');

    await finish(further);
  });

  it('takes 416 for such a chunk once where nothing more is said', async () => {
    const upload = await resume(refusal(416, 'BLOB_UPLOAD_INVALID'));
    expect(await writeChunk(upload, bytes, CHUNK)).toBe('known');
    registry.play({ method: 'PATCH', times: 1, do: refusal(416, 'BLOB_UPLOAD_INVALID') });

    const write = writeChunk(upload, bytes, CHUNK);

    await expect(write).rejects.toMatchObject({ code: 'UPLOAD_LOST' });
    await upload.cancel();
  });

  it('is lost by 416 where it was not left', async () => {
    const upload = await startChunked(repository, descriptor);
    await writeChunk(upload, bytes, CHUNK);
    registry.play({ method: 'PATCH', times: 1, do: refusal(416, 'BLOB_UPLOAD_INVALID') });

    const write = writeChunk(upload, bytes, CHUNK);

    await expect(write).rejects.toMatchObject({ code: 'UPLOAD_LOST' });
    await upload.cancel();
  });

  it('goes on from where the refusal tells', async () => {
    const left = await startChunked(repository, descriptor);
    const atStart = left.chunks.state();
    await writeChunk(left, bytes, CHUNK);
    await writeChunk(left, bytes, CHUNK);
    left.chunks.leave();
    const upload = await resumed(repository, descriptor, atStart);

    await expect(writeChunk(upload, bytes, CHUNK)).rejects.toMatchObject({
      code: 'UNEXPECTED_RESPONSE',
      retryable: true,
      message: expect.stringContaining('at byte 8000 instead of at byte 0'),
    });

    const further = await goOn(upload);
    expect(further.chunks.offset).toBe(8_000);
    await finish(further);
  });

  it('goes on within a chunk of which the registry has kept a part', async () => {
    registry = await fixture().start({ uploads: 'ecr', minChunkBytes: 0, brokenChunks: 'kept' });
    repository = fixture().app(registry, { settings: { profile: ECR_PROFILE } });
    const broken = await resume({ kind: 'cutUpload', afterBytes: 1_000 });
    await expect(writeChunk(broken, bytes, CHUNK)).rejects.toMatchObject({ retryable: true });
    const refused = await goOn(broken);
    await expect(writeChunk(refused, bytes, CHUNK)).rejects.toMatchObject({ retryable: true });

    const upload = await goOn(refused);

    expect(upload.chunks.offset).toBeGreaterThan(CHUNK);
    await finish(upload);
  });

  it('is lost where the registry refuses the position that it tells', async () => {
    const message = 'First byte of the layer part is 4000 instead of 4000';
    const upload = await resume(refusal(416, 'BLOB_UPLOAD_INVALID', message));

    const write = writeChunk(upload, bytes, CHUNK);

    await expect(write).rejects.toMatchObject({ code: 'UPLOAD_LOST' });
    await upload.cancel();
  });

  it('is lost where the session is', async () => {
    const upload = await resume(refusal(404, 'BLOB_UPLOAD_UNKNOWN'));

    const write = writeChunk(upload, bytes, CHUNK);

    await expect(write).rejects.toMatchObject({ code: 'UPLOAD_LOST' });
    await upload.cancel();
  });
});
