import type { Descriptor } from '../../../lib/oci/descriptor.ts';
import { imageOfLayers, type KnownLayer } from '../../../test/support/image-of-layers.ts';
import { push } from '../../../test/support/push.ts';
import { generateLayer } from './generated-layer.ts';

/** An image in a registry, too large for memory. */
export interface GeneratedImage {
  readonly repository: string;
  readonly tag: string;
  /** Config and layers. */
  readonly blobs: readonly Descriptor[];
}

export interface GeneratedImageOptions {
  readonly layers: number;
  /** Size of each layer before compression, which random bytes resist. */
  readonly layerBytes: number;
}

const REPOSITORY = 'bench';

/** Streams an image of random gzip layers into `registry`; the same tag and options make the same image. */
export async function generateImage(
  registry: URL,
  tag: string,
  { layers, layerBytes }: GeneratedImageOptions,
): Promise<GeneratedImage> {
  const repository = new URL(`/v2/${REPOSITORY}/`, registry);
  const generated: KnownLayer[] = [];
  for (let position = 0; position < layers; position++) {
    generated.push(await generateLayer(repository, `layer ${position} of ${tag}`, layerBytes));
  }
  const rest = imageOfLayers(generated);
  await push(rest, registry, { repository: REPOSITORY, tag });
  const blobs = [...rest.blobs, ...generated].map(({ descriptor }) => descriptor);
  return { repository: REPOSITORY, tag, blobs };
}
