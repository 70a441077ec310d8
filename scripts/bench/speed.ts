import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startDockerRegistry } from '../../test/support/docker-registry.ts';
import { type GeneratedImage, generateImage } from './generated-image.ts';
import type { Measurement } from './measure.ts';
import { medianOf } from './median.ts';
import type { BenchOptions, ContenderName } from './options.ts';
import { during, measured } from './progress.ts';
import { type TransferOptions, transfer } from './transfer.ts';

/** What one contender took, run by run. */
export interface SpeedResult {
  readonly contender: ContenderName;
  readonly runs: readonly Measurement[];
  readonly median: Measurement;
}

export interface SpeedResults {
  readonly imageBytes: number;
  readonly contenders: readonly SpeedResult[];
}

/** Copies one image again and again, the contenders taking turns so that none has the better minutes. */
export async function benchSpeed(folder: string, options: BenchOptions): Promise<SpeedResults> {
  const sourceFolder = join(folder, 'source');
  const source = await startDockerRegistry({ folder: sourceFolder });
  try {
    const image = await during('generating the image', () => generateImage(source.url, options));
    const contenders = await takeTurns({ source, image, folder }, options);
    return { imageBytes: sizeOf(image), contenders };
  } finally {
    await source.stop();
    await rm(sourceFolder, { recursive: true });
  }
}

async function takeTurns(
  scenario: TransferOptions,
  { runs, contenders }: BenchOptions,
): Promise<readonly SpeedResult[]> {
  const measurements = new Map<ContenderName, Measurement[]>(contenders.map((name) => [name, []]));
  for (let run = 1; run <= runs; run++) {
    for (const [contender, taken] of measurements) {
      const label = `run ${run} of ${runs}, ${contender}`;
      taken.push(await measured(label, () => transfer(contender, scenario)));
    }
  }
  return [...measurements].map(([contender, taken]) => ({
    contender,
    runs: taken,
    median: medianOf(taken),
  }));
}

function sizeOf({ blobs }: GeneratedImage): number {
  return blobs.reduce((sum, { size }) => sum + size, 0);
}
