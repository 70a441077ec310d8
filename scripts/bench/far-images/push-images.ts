import { image } from '../../../test/support/image-builder.ts';
import { index } from '../../../test/support/index-builder.ts';
import { push } from '../../../test/support/push.ts';
import { TAG } from '../copy-commands.ts';

/** How many images there are, each in a repository of its own and with content of its own. */
export const IMAGES = 60;

const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const;
const LAYERS = 3;
/** Of the layers of one image, before compression, which their content resists. */
const LAYER_BYTES = [50_000, 100_000, 150_000, 200_000] as const;

/** What all of them come to, with room for what a registry keeps for itself. */
export const IMAGES_BYTES = IMAGES * PLATFORMS.length * LAYERS * 200_000;

/** The repositories of all images, at the source as at the target. */
export const REPOSITORIES: readonly string[] = Array.from(
  { length: IMAGES },
  (_, position) => `far/app-${position}`,
);

/** Pushes all images into `registry`. */
export async function pushImages(registry: URL): Promise<void> {
  for (const [position, repository] of REPOSITORIES.entries()) {
    const layerBytes = LAYER_BYTES[position % LAYER_BYTES.length] ?? 0;
    const platforms = PLATFORMS.map((platform) =>
      image({ seed: position, platform, layers: LAYERS, layerBytes }),
    );
    await push(index(platforms), registry, { repository, tag: TAG });
  }
}
