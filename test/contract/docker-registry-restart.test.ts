import { glob, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ChunkedBlobUpload } from '../../lib/content/ports.ts';
import { Registries } from '../../lib/registry/registries.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { content } from '../support/built.ts';
import { resumed, startChunked, writeChunk, writeRest } from '../support/chunked-upload.ts';
import { describeWith } from '../support/describe-with.ts';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { SeededRandom } from '../support/random.ts';
import { SkippingClock } from '../support/skipping-clock.ts';

const BLOB = content(new SeededRandom('blob').bytes(1_000_000), 'application/octet-stream');
const { descriptor, bytes } = BLOB;
const CHUNK = 300_000;

describeWith(['docker-registry'], 'an upload at docker-registry', () => {
  let folder: string;
  let registry: DockerRegistry;
  let registries: Registries;
  let repository: Repository;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'restart-'));
    registry = await startDockerRegistry({ folder });
    registries = new Registries({
      settingsOf: () => ({}),
      retry: { retries: 3, clock: new SkippingClock(), random: () => 0 },
    });
    repository = registries.open({ registry: registry.host, repository: 'app' }, 'pull,push');
  });

  afterEach(async () => {
    await registries.close();
    await registry.stop();
    await rm(folder, { recursive: true });
  });

  async function begin(): Promise<ChunkedBlobUpload> {
    const upload = await startChunked(repository, descriptor);
    await writeChunk(upload, bytes, CHUNK);
    return upload;
  }

  async function restart(): Promise<void> {
    await registry.kill();
    registry = await startDockerRegistry({ folder, port: registry.port });
  }

  /** Bytes of the upload that are in the registry's folder. */
  async function received(): Promise<number> {
    const files = glob('docker/registry/v2/repositories/app/_uploads/*/data', { cwd: folder });
    let size = 0;
    for await (const file of files) size += (await stat(join(folder, file))).size;
    return size;
  }

  it('goes on when the registry was killed between two chunks', async () => {
    const left = await begin();
    left.chunks.leave();
    await restart();

    const upload = await resumed(repository, descriptor, left.chunks.state());

    expect(upload.chunks.offset).toBe(CHUNK);
    await writeRest(upload, bytes, CHUNK);
    await upload.chunks.commit();
    expect(await repository.hasBlob(descriptor)).toBe(true);
  });

  it('starts over when the registry was killed inside a chunk', async () => {
    const broken = await begin();
    async function* killing() {
      yield bytes.subarray(CHUNK, CHUNK + 100_000);
      await vi.waitFor(async () => expect(await received()).toBeGreaterThan(CHUNK));
      await registry.kill();
      yield bytes.subarray(CHUNK + 100_000, 2 * CHUNK);
    }
    await expect(broken.chunks.write(killing(), { length: CHUNK })).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      retryable: true,
    });
    broken.chunks.leave();
    await restart();

    const upload = await repository.resumeUpload(descriptor, broken.chunks.state());

    expect(upload).toBeUndefined();
  });
});
