import type { Built } from '../../../test/support/built.ts';
import { image } from '../../../test/support/image-builder.ts';
import { index } from '../../../test/support/index-builder.ts';

/** An image and how the definition has it. */
export interface MirroredImage {
  readonly repository: string;
  readonly tag: string;
  /** Images of other seeds have other content. */
  readonly seed: number;
  /** Whether it is mirrored for one of its two platforms alone. */
  readonly isFiltered: boolean;
}

const TAGS_OF_A_REPOSITORY = 10;

/** Every fourth has a platform filter. */
const FILTERED = 4;

const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const;

/** `count` images, ten tags to a repository. */
export function mirroredImages(count: number): readonly MirroredImage[] {
  return Array.from({ length: count }, (_, position) => ({
    repository: `team/app-${Math.floor(position / TAGS_OF_A_REPOSITORY)}`,
    tag: `1.${position % TAGS_OF_A_REPOSITORY}.0`,
    seed: position,
    isFiltered: position % FILTERED === FILTERED - 1,
  }));
}

/** Two platforms of one small layer each, of content that no other image has. */
export function buildImage({ seed }: MirroredImage): Built {
  return index(PLATFORMS.map((platform) => image({ seed, platform, layers: 1, layerBytes: 100 })));
}

/** Hosts of references. */
export interface Hosts {
  readonly source: string;
  readonly target: string;
}

/** A definition of the images; `maxConnections` is that of both hosts. */
export function definitionOf(
  images: readonly MirroredImage[],
  { source, target }: Hosts,
  maxConnections?: number,
): string {
  const limited = [source, target].map(
    (host) => `  "${host}": { maxConnections: ${maxConnections} }`,
  );
  return [
    ...(maxConnections === undefined ? [] : ['registries:', ...limited]),
    `targetRepoPrefix: ${target}/`,
    'images:',
    ...images.flatMap(({ repository, tag, isFiltered }) => [
      `  - source: ${source}/${repository}:${tag}`,
      `    target: ${repository}:${tag}`,
      ...(isFiltered ? [`    platforms: [${PLATFORMS[0]}]`] : []),
    ]),
    '',
  ].join('\n');
}
