import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { image } from '../../support/image-builder.ts';
import { push } from '../../support/push.ts';

const TAGS_OF_A_REPOSITORY = 100;

/** Registries of a run of many images. */
export interface ManyImages {
  readonly source: EmbeddedRegistry;
  readonly target: EmbeddedRegistry;
  /** How the target takes blobs, as a stack says it. */
  readonly uploads: 'standard' | 'ecr';
  /** How fast time passes. Default: as fast as elsewhere in the cloud. */
  readonly clockRate?: number;
  /** images.yaml, in JSON. */
  readonly definition: object;
  close(): Promise<void>;
}

/** Makes `count` images, a hundred tags in a repository, of which every tenth is still to be copied. */
export async function startManyImages(count: number): Promise<ManyImages> {
  const [source, target] = [
    await startEmbeddedRegistry({ pageSize: 1000 }),
    await startEmbeddedRegistry({ pageSize: 1000 }),
  ];
  const repositories = Array.from(
    { length: Math.ceil(count / TAGS_OF_A_REPOSITORY) },
    (_, position) => `many/app${position}`,
  );
  for (const [position, repository] of repositories.entries()) {
    const left = Math.min(TAGS_OF_A_REPOSITORY, count - position * TAGS_OF_A_REPOSITORY);
    const tags = Array.from({ length: left }, (_, minor) => `1.${minor}.0`);
    await fill(source, repository, tags);
    await fill(
      target,
      repository,
      tags.filter((_, minor) => minor % 10 !== 0),
    );
  }
  for (const registry of [source, target]) registry.clearRequests();
  return {
    source,
    target,
    uploads: 'standard',
    definition: {
      images: repositories.map((repository) => ({
        source: `${source.host}/${repository}`,
        target: `${target.host}/${repository}`,
        tags: { semver: '*' },
        referrers: false,
      })),
    },
    close: async () => {
      await source.close();
      await target.close();
    },
  };
}

/** Gives one image many tags. */
async function fill(
  registry: EmbeddedRegistry,
  repository: string,
  tags: readonly string[],
): Promise<void> {
  const [first = '', ...others] = tags;
  await push(image({ seed: 801, layers: 1 }), registry.url, { repository, tag: first });
  await registry.storage.changeManifests(repository, (manifests) => {
    const [manifest] = manifests.filter(({ tag }) => tag === first);
    return manifest ? [...manifests, ...others.map((tag) => ({ ...manifest, tag }))] : manifests;
  });
}
