import type { Built } from '../../support/built.ts';
import { image } from '../../support/image-builder.ts';

const BASES = 7;

/** `count` images with a layer of their own each, on few bases of three layers that take turns. */
export function imagesOnBases(count: number): readonly Built[] {
  return Array.from({ length: count }, (_, position) => {
    const base = { seed: 900 + (position % BASES), layers: 3 };
    return image({ seed: 910 + position, layers: 1, layerBytes: 20_000, base });
  });
}
