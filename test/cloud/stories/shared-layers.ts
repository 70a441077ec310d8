import { afterEach, expect, it } from 'vitest';
import type { Built } from '../../support/built.ts';
import { SCENARIO_HOSTS } from '../../support/scenario.ts';
import { ECR_HOST } from '../support/cloud-stack.ts';
import { imagesOnBases } from '../support/images-on-bases.ts';
import { largeImage } from '../support/large-image.ts';
import type { Stage } from '../support/stage.ts';
import { blobSizes, bytesUploaded, commits, downloads, layerSizes } from '../support/uploaded.ts';

/** Where a stage publishes unless told otherwise. */
const SOURCE_HOST = 'quay.io';

/** More than the lane of comparisons moves. */
const LARGE_BYTES = 65 * 1024 ** 2;
const LARGE_IMAGES = 4;

const IMAGES = 60;

/** Sixty images take more than a minute on a busy machine. */
const TIMEOUT_MS = 300_000;

/** What many workers at a time make of blobs that many images have. */
export function sharedLayerStories(stage: () => Stage): void {
  afterEach(() => stage().cloud.parts.clock.hurry());

  it.each([
    ['ECR', ECR_HOST, ''],
    ['another registry', SCENARIO_HOSTS.target, 'scenario/'],
  ])(
    `sends each blob of ${IMAGES} images to %s once, and reads each layer once`,
    async (_, host, prefix) => {
      const { clock, registries } = stage().cloud.parts;
      const images = sharingImages();
      for (const [app, built] of images) await stage().publish(app, built);
      const source = registries.at(SOURCE_HOST);
      source.clearRequests();
      // Where the table does not answer in time, nobody hears who has a blob, and it is sent again.
      await clock.slowDown(1);
      const targetOf = (app: string) => `${host}/${prefix}${stage().targetRepository(app)}:1`;

      await stage().define(
        [...images.keys()].map((app) => ({ source: stage().source(app), target: targetOf(app) })),
      );
      await stage().cloud.settle({ withinMs: 4 * 60 * 60_000 });

      const { state, counts, bytes } = await stage().latestRun();
      expect(state).toBe('completed');
      expect(counts).toMatchObject({ copied: IMAGES, failed: 0 });
      const { requests } = registries.at(host);
      const sizes = blobSizes(images.values());
      const unique = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      expect(commits(requests)).toEqual(new Map([...sizes.keys()].map((digest) => [digest, 1])));
      expect(bytesUploaded(requests)).toBe(unique);
      // The config of an image that was put off is read again, to tell what that runs on.
      const layers = layerSizes(images.values());
      const read = [...downloads(source.requests)].filter(([digest]) => layers.has(digest));
      expect(new Map(read)).toEqual(layers);
      // What an image had brought when it was put off is there when it comes again.
      expect(bytes.uploaded).toBeLessThanOrEqual(unique);
    },
    TIMEOUT_MS,
  );
}

/** By the names of their repositories; those of one base are apart from each other, in batches of different workers. */
function sharingImages(): ReadonlyMap<string, Built> {
  const small = imagesOnBases(IMAGES - LARGE_IMAGES);
  const large = Array.from({ length: LARGE_IMAGES }, (_, position) =>
    largeImage(LARGE_BYTES, { fill: 'shared', author: `author${position}` }),
  );
  return new Map([
    ...small.map((built, position) => [`app${position}`, built] as const),
    ...large.map((built, position) => [`large${position}`, built] as const),
  ]);
}
