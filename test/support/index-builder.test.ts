import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { DOCKER_MANIFEST_LIST, OCI_INDEX } from '../../lib/oci/media-types.ts';
import { formatPlatform } from '../../lib/oci/platform.ts';
import { image } from './image-builder.ts';
import { index } from './index-builder.ts';

describe('index', () => {
  it.each([
    ['oci', OCI_INDEX],
    ['docker', DOCKER_MANIFEST_LIST],
  ] as const)('is an index of %s', (mediaTypes, mediaType) => {
    const built = index([image({ mediaTypes })], { mediaTypes });

    expect(parseManifest(built.root.bytes).mediaType).toBe(mediaType);
  });

  it('names its children by platform and has their manifests before its own', () => {
    const platforms = ['linux/amd64', 'linux/arm/v7', 'windows/amd64:10.0.20348.2700'];

    const built = index(platforms.map((platform) => image({ platform })));

    const { manifests } = parseManifest(built.root.bytes);
    expect(manifests.map(({ platform }) => platform && formatPlatform(platform))).toEqual(
      platforms,
    );
    expect(built.manifests.map(({ descriptor }) => descriptor.digest)).toEqual([
      ...manifests.map(({ digest }) => digest),
      built.root.descriptor.digest,
    ]);
  });

  it('gives each child an attestation that nothing runs on', () => {
    const children = [image(), image({ platform: 'linux/arm64' })];

    const built = index(children, { attestations: true });

    const { manifests } = JSON.parse(Buffer.from(built.root.bytes).toString());
    expect(manifests.slice(2)).toMatchObject(
      children.map(({ root }) => ({
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: { 'vnd.docker.reference.digest': root.descriptor.digest },
      })),
    );
    expect(built.manifests).toHaveLength(5);
  });

  it('has what nested indexes share once', () => {
    const shared = image();

    const built = index([shared, index([shared, image({ seed: 2 })])]);

    const digests = built.manifests.map(({ descriptor }) => descriptor.digest);
    expect(digests).toHaveLength(4);
    expect(new Set(digests).size).toBe(4);
    expect(built.blobs).toHaveLength(6);
  });
});
