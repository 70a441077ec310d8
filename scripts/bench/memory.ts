import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startDockerRegistry } from '../../test/support/docker-registry.ts';
import { generateImage } from './generated-image.ts';
import type { Measurement } from './measure.ts';
import { medianOf } from './median.ts';
import { during, measured } from './progress.ts';
import { transfer } from './transfer.ts';

/** Peak memory of image-syncer for an image with a single layer of `layerBytes`. */
export interface MemoryResult {
  readonly layerBytes: number;
  readonly peakBytes: number;
  readonly runs: readonly Measurement[];
}

const MEBIBYTE = 1024 ** 2;
const LAYER_SIZES = [64 * MEBIBYTE, 1024 * MEBIBYTE] as const;
const RUNS = 3;

/** The size of the largest layer that {@link benchMemory} copies. */
export const LARGEST_LAYER_BYTES = Math.max(...LAYER_SIZES);

/** Copies a small and a large layer, smallest first: memory must not grow with the layer. */
export async function benchMemory(folder: string): Promise<readonly MemoryResult[]> {
  const results: MemoryResult[] = [];
  for (const layerBytes of LAYER_SIZES) results.push(await peakFor(layerBytes, folder));
  return results;
}

async function peakFor(layerBytes: number, folder: string): Promise<MemoryResult> {
  const sourceFolder = join(folder, 'memory-source');
  const source = await startDockerRegistry({ folder: sourceFolder });
  try {
    const layer = `layer of ${layerBytes / MEBIBYTE} MiB`;
    const image = await during(`generating a ${layer}`, () =>
      generateImage(source.url, { layers: 1, layerBytes }),
    );
    const runs: Measurement[] = [];
    for (let run = 1; run <= RUNS; run++) {
      const label = `${layer}, run ${run} of ${RUNS}`;
      runs.push(await measured(label, () => transfer('image-syncer', { source, image, folder })));
    }
    return { layerBytes, peakBytes: medianOf(runs).peakBytes, runs };
  } finally {
    await source.stop();
    await rm(sourceFolder, { recursive: true });
  }
}
