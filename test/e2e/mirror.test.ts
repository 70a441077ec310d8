import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { artifact, helmChart } from '../support/artifact-builder.ts';
import type { Built } from '../support/built.ts';
import { describeWith } from '../support/describe-with.ts';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { expectStatus } from '../support/expect-status.ts';
import { folderListing } from '../support/folder-listing.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { missingContent } from '../support/missing-content.ts';
import { push } from '../support/push.ts';
import { inspectRaw, skopeoCopy } from '../support/skopeo.ts';
import { type SyncResult, syncDefinition } from '../support/sync-definition.ts';
import { Workplace } from '../support/workplace.ts';

const PLATFORMS = ['linux/amd64', 'linux/arm/v6', 'linux/arm/v7', 'windows/amd64:10.0.20348.2700'];

/** By the repository that each is in. */
const IMAGES: Readonly<Record<string, Built>> = {
  'oci-manifest': image(),
  'docker-manifest': image({ mediaTypes: 'docker' }),
  'docker-list': index(
    PLATFORMS.map((platform) => image({ platform, mediaTypes: 'docker' })),
    { mediaTypes: 'docker' },
  ),
  'oci-index': index(PLATFORMS.map((platform) => image({ platform }))),
  'nested-index': index([image(), index([image({ seed: 2 }), index([image({ seed: 3 })])])]),
  'empty-config-artifact': artifact(),
  'helm-chart': helmChart(),
  'zero-length-and-duplicate-layers': image({ zeroLengthLayer: true, duplicateLayer: true }),
  'zstd-layers': image({ compression: 'zstd' }),
  'uncompressed-layers': image({ compression: 'none' }),
  'foreign-layer': image({ mediaTypes: 'docker', foreignLayer: true }),
  attestations: index([image(), image({ platform: 'linux/arm64/v8' })], { attestations: true }),
};

describeWith(['docker-registry', 'skopeo'], 'image-syncer between real registries', () => {
  let source: DockerRegistry;
  let target: DockerRegistry;
  let workplace: Workplace;
  let first: SyncResult;

  beforeAll(async () => {
    source = await startDockerRegistry();
    target = await startDockerRegistry();
    workplace = await Workplace.open();
    for (const [repository, built] of Object.entries(IMAGES)) {
      await push(built, source.url, { repository, tag: '1' });
    }
    first = await sync();
  }, 60_000);

  afterAll(async () => {
    await workplace.close();
    await source.stop();
    await target.stop();
  });

  const sync = (...args: readonly string[]) =>
    syncDefinition(
      workplace,
      {
        targetRepoPrefix: `${target.host}/mirror/`,
        images: Object.keys(IMAGES).map((repository) => ({
          source: `${source.host}/${repository}:1`,
          target: repository,
        })),
      },
      args,
    );

  it('copies every image of the definition', () => {
    expect(first.statuses).toEqual(Object.keys(IMAGES).map(() => 'copied'));
    expect(first.exitCode).toBe(0);
  });

  it.each(Object.entries(IMAGES))('has every manifest of %s byte for byte', async (name, built) => {
    const names = [':1', ...built.manifests.map(({ descriptor }) => `@${descriptor.digest}`)];
    for (const suffix of names) {
      const original = await inspectRaw(`${source.host}/${name}${suffix}`);
      const mirrored = await inspectRaw(`${target.host}/mirror/${name}${suffix}`);

      expect(mirrored).toEqual(original);
    }
  });

  it('says which layers were left where their publisher keeps them', () => {
    const position = Object.keys(IMAGES).indexOf('foreign-layer');

    const warnings = first.report.images.map((outcome) => outcome.warnings.length);

    expect(warnings).toEqual(Object.keys(IMAGES).map((_, at) => (at === position ? 1 : 0)));
  });

  it('says which platforms an image has', () => {
    const position = Object.keys(IMAGES).indexOf('oci-index');

    expect(first.report.images[position]?.platforms).toEqual(PLATFORMS);
  });

  it.each(Object.keys(IMAGES))('has everything that %s names', async (name) => {
    expect(await missingContent(target.url, `mirror/${name}`, '1')).toEqual([]);
  });

  it.each(['docker-list', 'oci-index', 'attestations', 'helm-chart'])(
    'has %s so that skopeo copies it on',
    async (name) => {
      const folder = join(workplace.folder, `copied-${name}`);

      await skopeoCopy(`docker://${target.host}/mirror/${name}:1`, `dir:${folder}`);

      const root = await readFile(join(folder, 'manifest.json'));
      expect(root).toEqual(Buffer.from(IMAGES[name]?.root.bytes ?? []));
    },
  );

  it('leaves no upload session behind', async () => {
    expect(await target.uploadSessions()).toBe(0);
  });

  it('finds everything unchanged the second time and writes nothing', async () => {
    const before = await folderListing(target.folder);

    const second = await sync();

    expect(second.statuses).toEqual(Object.keys(IMAGES).map(() => 'unchanged'));
    expect(second.exitCode).toBe(0);
    expect(await folderListing(target.folder)).toEqual(before);
  });

  it('brings back with --force what got lost at the target', async () => {
    const lost = IMAGES['zstd-layers']?.blobs[1]?.descriptor.digest;
    const url = new URL(`/v2/mirror/zstd-layers/blobs/${lost}`, target.url);
    await expectStatus(202, url, { method: 'DELETE' });
    expect(await missingContent(target.url, 'mirror/zstd-layers', '1')).toEqual([lost]);

    const { exitCode } = await sync('--force');

    expect(await missingContent(target.url, 'mirror/zstd-layers', '1')).toEqual([]);
    expect(exitCode).toBe(0);
  });
});
