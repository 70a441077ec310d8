import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startDockerRegistry } from '../../test/support/docker-registry.ts';
import { generateImage } from './generated-image.ts';
import type { Measurement } from './measure.ts';
import { medianOf } from './median.ts';
import { during, measured } from './progress.ts';
import { type TransferOptions, transfer } from './transfer.ts';

/** How image-syncer can be told to bring a large layer. */
const WAYS = ['in one request', 'in chunks', 'in chunks, hash saved'] as const;

export type Way = (typeof WAYS)[number];

/** What one of the ways took, run by run. */
export interface ChunksResult {
  readonly way: Way;
  readonly layerBytes: number;
  readonly runs: readonly Measurement[];
  readonly median: Measurement;
}

/** No layer is as large. */
const NEVER = '1TiB';

const FLAGS: Readonly<Record<Way, readonly string[]>> = {
  'in one request': ['--chunk-from', NEVER],
  'in chunks': ['--resume-hash-from', NEVER],
  'in chunks, hash saved': ['--resume-hash-from', '1'],
};

/** Copies one layer again and again, the ways taking turns so that none has the better minutes. */
export async function benchChunks(
  folder: string,
  { layerBytes, runs }: { readonly layerBytes: number; readonly runs: number },
): Promise<readonly ChunksResult[]> {
  const sourceFolder = join(folder, 'chunks-source');
  const source = await startDockerRegistry({ folder: sourceFolder });
  try {
    const image = await during('generating a large layer', () =>
      generateImage(source.url, { layers: 1, layerBytes }),
    );
    const taken = await takeTurns({ source, image, folder }, runs);
    return [...taken].map(([way, measurements]) => ({
      way,
      layerBytes,
      runs: measurements,
      median: medianOf(measurements),
    }));
  } finally {
    await source.stop();
    await rm(sourceFolder, { recursive: true });
  }
}

async function takeTurns(
  scenario: TransferOptions,
  runs: number,
): Promise<ReadonlyMap<Way, readonly Measurement[]>> {
  const taken = new Map<Way, Measurement[]>(WAYS.map((way) => [way, []]));
  for (let run = 1; run <= runs; run++) {
    for (const [way, measurements] of taken) {
      const flags = FLAGS[way];
      const copy = () => transfer('image-syncer', { ...scenario, flags });
      measurements.push(await measured(`run ${run} of ${runs}, ${way}`, copy));
    }
  }
  return taken;
}
