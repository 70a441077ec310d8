import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { artifact, cosignSignature, helmChart } from './artifact-builder.ts';
import { describeWith } from './describe-with.ts';
import { type DockerRegistry, startDockerRegistry } from './docker-registry.ts';
import { image } from './image-builder.ts';
import { index } from './index-builder.ts';
import { push } from './push.ts';
import { inspectRaw, skopeoCopy } from './skopeo.ts';

const IMAGES = {
  'an OCI image': image(),
  'a Docker image': image({ mediaTypes: 'docker' }),
  'a zstd image': image({ compression: 'zstd' }),
  'an uncompressed image': image({ compression: 'none' }),
  'zero-length and duplicate layers': image({ zeroLengthLayer: true, duplicateLayer: true }),
  'foreign layers': image({ mediaTypes: 'docker', foreignLayer: true }),
  'a Docker list': index(
    ['linux/arm/v6', 'linux/arm/v7', 'windows/amd64:10.0.20348.2700'].map((platform) =>
      image({ platform, mediaTypes: 'docker' }),
    ),
    { mediaTypes: 'docker' },
  ),
  'an index with attestations': index([image(), image({ platform: 'linux/arm64/v8' })], {
    attestations: true,
  }),
  'a nested index': index([image(), index([image({ seed: 2 })])]),
  'an artifact with a subject': artifact({ subject: image().root.descriptor }),
  'a chart': helmChart(),
  'a signature': cosignSignature(image().root.descriptor),
};

describeWith(['docker-registry', 'skopeo'], 'skopeo', () => {
  let registry: DockerRegistry;
  let folder: string;

  beforeEach(async () => {
    registry = await startDockerRegistry();
    folder = await mkdtemp(join(tmpdir(), 'copied-'));
  });

  afterEach(async () => {
    await registry.stop();
    await rm(folder, { recursive: true });
  });

  it.each(Object.entries(IMAGES))(
    'reads the exact bytes of %s from a registry',
    async (_, built) => {
      await push(built, registry.url, { repository: 'team/app', tag: '1' });

      const bytes = await inspectRaw(`${registry.host}/team/app:1`);

      expect(bytes).toEqual(Buffer.from(built.root.bytes));
    },
  );

  it('copies an index with all its platforms', async () => {
    const built = index([image(), image({ platform: 'linux/arm64' })]);
    await push(built, registry.url, { repository: 'app', tag: '1' });

    await skopeoCopy(`docker://${registry.host}/app:1`, `dir:${folder}`);

    expect(await readFile(join(folder, 'manifest.json'))).toEqual(Buffer.from(built.root.bytes));
    for (const { descriptor, bytes } of built.blobs) {
      const hex = descriptor.digest.slice('sha256:'.length);
      expect(await readFile(join(folder, hex))).toEqual(Buffer.from(bytes));
    }
  });

  it('rejects with what skopeo says', async () => {
    await expect(inspectRaw(`${registry.host}/absent:1`)).rejects.toThrow('unknown');
  });
});
