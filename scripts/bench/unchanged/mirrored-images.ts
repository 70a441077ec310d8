import { image } from '../../../test/support/image-builder.ts';
import { index } from '../../../test/support/index-builder.ts';
import { storeImage } from '../stored/store-image.ts';

/** An image and how the definition has it. */
export interface MirroredImage {
  readonly repository: string;
  readonly tag: string;
  /** Whether it is mirrored for one of its two platforms alone. */
  readonly isFiltered: boolean;
}

const TAGS_OF_A_REPOSITORY = 10;

/** Every fourth has a platform filter. */
const FILTERED = 4;

const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const;

/** Each of them takes 32 small files in a registry, of a page of memory each. */
export const BYTES_OF_AN_IMAGE = 128 * 1024;

/** `count` images, ten tags to a repository. */
export function mirroredImages(count: number): readonly MirroredImage[] {
  return Array.from({ length: count }, (_, position) => ({
    repository: `team/app-${Math.floor(position / TAGS_OF_A_REPOSITORY)}`,
    tag: `1.${position % TAGS_OF_A_REPOSITORY}.0`,
    isFiltered: position % FILTERED === 0,
  }));
}

/** Folders of two registries. */
export interface Folders {
  readonly source: string;
  readonly target: string;
}

/** Stores the images at both sides; filtered ones are made at the target by whoever mirrors them. */
export function storeImages(images: readonly MirroredImage[], folder: Folders): void {
  for (const [seed, { repository, tag, isFiltered }] of images.entries()) {
    const platforms = PLATFORMS.map((platform) =>
      image({ seed, platform, layers: 1, layerBytes: 100 }),
    );
    const built = index(platforms);
    storeImage(built, folder.source, { repository, tags: [tag] });
    storeImage(built, folder.target, { repository, tags: isFiltered ? [] : [tag] });
  }
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
