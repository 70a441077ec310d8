import type { Figures } from '../figures.ts';
import { atMost, ratioOf } from '../goals.ts';
import { type TransferOptions, transfer } from '../one-image/transfer.ts';
import { withSource } from '../one-image/with-source.ts';
import type { BenchOptions } from '../options.ts';
import type { Scenario, ScenarioResult } from '../scenario.ts';
import { takeTurns } from '../take-turns.ts';

const LAYER_BYTES = 1024 ** 3;

/** No layer is as large. */
const NEVER = '1TiB';

/** How image-syncer can be told to bring a large layer. */
const WAYS = {
  'in one request': ['--chunk-from', NEVER],
  'in chunks': ['--resume-hash-from', NEVER],
  'in chunks, hash saved': ['--resume-hash-from', '1'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What it costs that a large layer can be continued. */
export const chunks: Scenario = {
  name: 'chunks',
  title: 'a layer of 1 GiB, in one request and in chunks',
  neededBytes: () => 2 * LAYER_BYTES,
  run: (folder, options) =>
    withSource(folder, { layers: 1, layerBytes: LAYER_BYTES }, (scenario) =>
      run(scenario, options),
    ),
};

async function run(scenario: TransferOptions, { runs }: BenchOptions): Promise<ScenarioResult> {
  const subjects = await takeTurns(
    Object.entries(WAYS).map(([name, flags]) => ({
      name,
      run: () => measure({ ...scenario, flags }),
    })),
    runs,
  );
  const wall = ratioOf(subjects, ['in chunks', 'in one request'], 'wallSeconds');
  // At least 0.9 of the throughput.
  return { subjects, goals: [atMost('wall, in chunks / in one request', 1.11, wall)] };
}

async function measure(scenario: TransferOptions): Promise<Figures> {
  const measurement = await transfer('image-syncer', scenario);
  return { ...measurement, bytesPerSecond: LAYER_BYTES / measurement.wallSeconds };
}
