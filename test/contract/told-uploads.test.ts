import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { copyBlob } from '../../lib/copy/copy-blob.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { ECR_PROFILE, type HostProfile } from '../../lib/registry/host-profile.ts';
import { MemoryCheckpoints } from '../support/memory-checkpoints.ts';
import { SeededRandom } from '../support/random.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';

const BYTES = new SeededRandom('a blob in chunks').bytes(40_000);
const CHUNK = 8_000;

const fixture = useRegistryFixture();

describe('a blob in chunks, by what a registry says of the upload,', () => {
  const source = new MemoryRepository();
  const blob = source.add(BYTES);
  let store: MemoryCheckpoints;

  beforeEach(() => {
    store = new MemoryCheckpoints(fixture().clock);
  });

  /** Copies the blob into `registry`, with the warnings that are given. */
  async function copy(
    registry: EmbeddedRegistry,
    { retries = 3, profile = {} }: { retries?: number; profile?: Partial<HostProfile> } = {},
  ) {
    const warnings: string[] = [];
    const target = fixture().app(registry, { settings: { profile } });
    const outcome = await copyBlob(source, target, blob, {
      retry: { retries, clock: fixture().clock, random: () => 0 },
      onWarning: (warning) => warnings.push(warning),
      chunking: {
        fromBytes: 1,
        chunkBytes: CHUNK,
        resumeHashFrom: 1,
        checkpoints: { take: (digest) => store.take({ repository: 'app', blob: digest }, 'one') },
      },
    });
    return { outcome, warnings };
  }

  it('goes on within a chunk of which the registry has kept a part, whatever the checkpoint says', async () => {
    const options = { uploads: 'ecr', minChunkBytes: 0, brokenChunks: 'kept' } as const;
    const registry = await fixture().start(options);
    const cut = { kind: 'cutUpload', afterBytes: 3_000 } as const;
    registry.play({ method: 'PATCH', after: 2, times: 1, do: cut });

    const { outcome } = await copy(registry, { profile: { ...ECR_PROFILE, minChunkBytes: 0 } });

    expect(outcome).toBe('uploaded');
    const received = registry.requests.reduce((sum, { bytesReceived }) => sum + bytesReceived, 0);
    expect(received).toBeLessThanOrEqual(BYTES.length + CHUNK);
  });

  it('starts over where the registry does not tell how far it came, and leaves no session behind', async () => {
    const registry = await fixture().start();
    registry.play({ method: 'PATCH', after: 2, times: 1, do: { kind: 'status', status: 403 } });
    await expect(copy(registry, { retries: 0 })).rejects.toMatchObject({ code: 'DENIED' });
    registry.play({ method: 'GET', path: /uploads/, do: { kind: 'status', status: 416 } });

    const { outcome, warnings } = await copy(registry);

    expect(outcome).toBe('uploaded');
    expect(warnings).toEqual([expect.stringContaining(`${2 * CHUNK} bytes are sent again`)]);
    expect(registry.uploads).toBe(0);
  });

  it.each([
    ['its status', 'GET', 400],
    ['its status', 'GET', 403],
    ['its next chunk', 'PATCH', 400],
    ['its next chunk', 'PATCH', 403],
  ])(
    'starts over where the upload from before is refused, by %s: %s %i',
    async (_, method, status) => {
      const registry = await fixture().start();
      registry.play({ method: 'PATCH', after: 2, times: 1, do: { kind: 'status', status: 403 } });
      await expect(copy(registry, { retries: 0 })).rejects.toMatchObject({ code: 'DENIED' });
      const [, session = ''] = /uploads\/([^?]+)/.exec(registry.requests.at(-1)?.path ?? '') ?? [];
      registry.play({ method, path: new RegExp(session), do: { kind: 'status', status } });

      const { outcome, warnings } = await copy(registry);

      expect(outcome).toBe('uploaded');
      expect(warnings).toEqual([expect.stringContaining(`answered ${status}`)]);
    },
  );

  it('fails with the refusal of a new upload, where that is refused as well', async () => {
    const registry = await fixture().start();
    registry.play({ method: 'PATCH', do: { kind: 'status', status: 403 } });

    await expect(copy(registry)).rejects.toMatchObject({ code: 'DENIED', side: 'target' });
  });
});
