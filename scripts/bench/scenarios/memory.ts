import { atMost, figureOf, ratioOf } from '../goals.ts';
import { type TransferOptions, transfer } from '../one-image/transfer.ts';
import { withSource } from '../one-image/with-source.ts';
import type { BenchOptions } from '../options.ts';
import type { Scenario, ScenarioResult, SubjectResult } from '../scenario.ts';
import { takeTurns } from '../take-turns.ts';

const MEBIBYTE = 1024 ** 2;
const PEAK_LIMIT_MB = 128;

interface Load {
  readonly name: string;
  readonly images: number;
  readonly layerBytes: number;
  readonly flags: readonly string[];
}

const SMALL: Load = {
  name: 'a layer of 64 MiB',
  images: 1,
  layerBytes: 64 * MEBIBYTE,
  flags: [],
};
const LARGE: Load = { ...SMALL, name: 'a layer of 1 GiB', layerBytes: 1024 * MEBIBYTE };
const MANY: Load = {
  ...SMALL,
  name: '16 images, --proc 16',
  images: 16,
  flags: ['--proc', '16'],
};

/** What memory must not grow with: the size of a layer, and how many are on their way. */
const LOADS = [SMALL, LARGE, MANY] as const;

/** Peak memory of image-syncer, smallest first. */
export const memory: Scenario = {
  name: 'memory',
  title: 'peak memory, whatever is copied',
  neededBytes: () => 2 * Math.max(...LOADS.map(({ images, layerBytes }) => images * layerBytes)),
  run,
};

async function run(folder: string, options: BenchOptions): Promise<ScenarioResult> {
  const subjects: SubjectResult[] = [];
  for (const load of LOADS) subjects.push(...(await measureLoad(load, folder, options)));
  return {
    subjects,
    goals: [
      ...LOADS.map(({ name }) =>
        atMost(`MB, ${name}`, PEAK_LIMIT_MB, figureOf(subjects, name, 'peakBytes') / 1e6),
      ),
      atMost(
        `peak, ${LARGE.name} / ${SMALL.name}`,
        1.1,
        ratioOf(subjects, [LARGE.name, SMALL.name], 'peakBytes'),
      ),
    ],
  };
}

function measureLoad(
  { name, images, layerBytes, flags }: Load,
  folder: string,
  { runs }: BenchOptions,
): Promise<readonly SubjectResult[]> {
  const measure = (scenario: TransferOptions) =>
    takeTurns([{ name, run: () => transfer('image-syncer', { ...scenario, flags }) }], runs);
  return withSource(folder, { images, layers: 1, layerBytes }, measure);
}
