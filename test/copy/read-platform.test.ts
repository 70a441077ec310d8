import { describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { readPlatform } from '../../lib/copy/read-platform.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import type { Platform } from '../../lib/oci/platform.ts';
import { artifact } from '../support/artifact-builder.ts';
import type { Built } from '../support/built.ts';
import { fill } from '../support/fill.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';

const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json';

async function platformOf(built: Built): Promise<Platform | undefined> {
  const source = new MemoryRepository();
  await fill(source, built);
  return await readPlatform(source, parseManifest(built.root.bytes));
}

/** The platform of an image whose config has these bytes, or claims to have so many. */
async function platformOfConfig(bytes: Uint8Array, size = bytes.byteLength) {
  const source = new MemoryRepository();
  const config = { ...source.add(bytes, CONFIG_TYPE), size };
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, config, layers: [] }));
  return await readPlatform(source, parseManifest(manifest));
}

describe('readPlatform', () => {
  it.each(['oci', 'docker'] as const)(
    'reads it from the config of an image in %s types',
    async (mediaTypes) => {
      const platform = await platformOf(image({ platform: 'linux/arm/v7', mediaTypes }));

      expect(platform).toEqual({ os: 'linux', architecture: 'arm', variant: 'v7' });
    },
  );

  it('reads the version of Windows', async () => {
    const platform = await platformOf(image({ platform: 'windows/amd64:10.0.20348.2700' }));

    expect(platform).toMatchObject({ os: 'windows', osVersion: '10.0.20348.2700' });
  });

  it.each([
    ['an index', index([image()])],
    ['an artifact', artifact()],
  ])('finds none on %s', async (_, built) => {
    expect(await platformOf(built)).toBeUndefined();
  });

  it.each([
    ['no JSON', '<html>'],
    ['no object', '[]'],
    ['nothing', ''],
  ])('finds none in a config that is %s', async (_, text) => {
    expect(await platformOfConfig(Buffer.from(text))).toBeUndefined();
  });

  it('does not read a config that no registry would call small', async () => {
    expect(await platformOfConfig(Buffer.from('{}'), 4 * 1024 * 1024 + 1)).toBeUndefined();
  });
});
