import { startEmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { Built } from '../support/built.ts';
import { imageOfLayers } from '../support/image-of-layers.ts';
import { store } from '../support/store.ts';
import { type GeneratedBlob, generateBlob } from './generated-blob.ts';
import { generatedStorage } from './generated-storage.ts';

/** Repository and tag of the image, the same on both sides. */
export const PLACE = { repository: 'large', tag: '1' } as const;

/** A registry that has an image of one large layer, which is nowhere kept. */
export interface LargeSource {
  /** `hostname:port`, as it stands in a reference. */
  readonly host: string;
  readonly blob: GeneratedBlob;
  readonly image: Built;
  close(): Promise<void>;
}

/** Starts it for a layer of `size` bytes; the caller closes it. */
export async function startLargeSource(size: number, seed: number): Promise<LargeSource> {
  const blob = await generateBlob(size, seed);
  const { descriptor } = blob;
  const image = imageOfLayers([{ descriptor, diffId: descriptor.digest }]);
  const storage = generatedStorage(blob, [PLACE.repository]);
  await store(image, storage, PLACE);
  const registry = await startEmbeddedRegistry({ storage });
  return { host: registry.host, blob, image, close: () => registry.close() };
}
