import { imageOfLayers } from '../../../test/support/image-of-layers.ts';
import { type BuiltLayer, layer } from '../../../test/support/layer-builder.ts';
import { push } from '../../../test/support/push.ts';
import { SeededRandom } from '../../../test/support/random.ts';
import { TAG } from '../copy-commands.ts';

export const IMAGES = 200;
export const BASES = 10;

const BASE = { layers: 4, layerBytes: 500_000 };
const OWN = { layers: 1, layerBytes: 50_000 };

/** Of all blobs of all images, with room for what a registry keeps for itself. */
export const UNIQUE_BYTES =
  2 * (BASES * BASE.layers * BASE.layerBytes + IMAGES * OWN.layers * OWN.layerBytes);

/** The repositories of all images, at the source as at the target; those of one base follow each other. */
export const REPOSITORIES: readonly string[] = Array.from(
  { length: IMAGES },
  (_, position) => `shared/app-${position}`,
);

/** What has to be moved at the least: every blob once. */
export interface Unique {
  readonly blobs: number;
  readonly bytes: number;
}

/** Pushes all images into `registry`: layers of one of the bases, and one of their own. */
export async function pushImages(registry: URL): Promise<Unique> {
  const bases = Array.from({ length: BASES }, (_, base) => buildLayers(`base ${base}`, BASE));
  const sizes = new Map<string, number>();
  for (const [position, repository] of REPOSITORIES.entries()) {
    const own = buildLayers(`image ${position}`, OWN);
    const layers = [...(bases[Math.floor(position / (IMAGES / BASES))] ?? []), ...own];
    const rest = imageOfLayers(layers);
    const built = { ...rest, blobs: [...rest.blobs, ...layers] };
    for (const { descriptor } of built.blobs) sizes.set(descriptor.digest, descriptor.size);
    await push(built, registry, { repository, tag: TAG });
  }
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return { blobs: sizes.size, bytes };
}

function buildLayers(
  seed: string,
  { layers, layerBytes }: { readonly layers: number; readonly layerBytes: number },
): readonly BuiltLayer[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: layers }, () =>
    layer(random, { layerBytes, mediaTypes: 'oci', compression: 'gzip' }),
  );
}
