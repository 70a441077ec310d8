import { expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { copyBlob } from '../../lib/copy/copy-blob.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { ECR_PROFILE } from '../../lib/registry/host-profile.ts';
import { MemoryCheckpoints } from '../support/memory-checkpoints.ts';
import { SeededRandom } from '../support/random.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';

const BYTES = new SeededRandom('a part that is kept').bytes(40_000);
const CHUNK = 8_000;

const fixture = useRegistryFixture();

it('goes on within a chunk of which the registry has kept a part, by what it says and not by the checkpoint', async () => {
  const registry = await fixture().start({
    uploads: 'ecr',
    minChunkBytes: 0,
    brokenChunks: 'kept',
  });
  const target = fixture().app(registry, {
    settings: { profile: { ...ECR_PROFILE, minChunkBytes: 0 } },
  });
  const source = new MemoryRepository();
  const blob = source.add(BYTES);
  const { clock } = fixture();
  const store = new MemoryCheckpoints(clock);
  registry.play({
    method: 'PATCH',
    after: 2,
    times: 1,
    do: { kind: 'cutUpload', afterBytes: 3_000 },
  });

  const outcome = await copyBlob(source, target, blob, {
    retry: { retries: 3, clock, random: () => 0 },
    chunking: {
      fromBytes: 1,
      chunkBytes: CHUNK,
      resumeHashFrom: 1,
      checkpoints: { take: (digest) => store.take({ repository: 'app', blob: digest }, 'one') },
    },
  });

  expect(outcome).toBe('uploaded');
  expect(await target.hasBlob({ ...blob, digest: digestOf(BYTES) })).toBe(true);
  const received = registry.requests.map(({ bytesReceived }) => bytesReceived);
  expect(received.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(BYTES.length + CHUNK);
});
