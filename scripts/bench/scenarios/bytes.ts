import type { Figures } from '../figures.ts';
import { atMost, ratioOf } from '../goals.ts';
import { CONTENDERS, type ContenderName } from '../one-image/contenders.ts';
import { type TransferOptions, transfer } from '../one-image/transfer.ts';
import { withSource } from '../one-image/with-source.ts';
import type { BenchOptions } from '../options.ts';
import type { Scenario, ScenarioResult } from '../scenario.ts';
import { takeTurns } from '../take-turns.ts';

const GIBIBYTE = 1024 ** 3;

/** The first copy of a big image, where bytes decide. */
export const bytes: Scenario = {
  name: 'bytes',
  title: 'an image of large layers, from registry to registry',
  neededBytes: ({ layers, layerBytes }) => 2 * layers * layerBytes,
  run: (folder, options) => withSource(folder, options, (scenario) => run(scenario, options)),
};

async function run(scenario: TransferOptions, { runs }: BenchOptions): Promise<ScenarioResult> {
  const subjects = await takeTurns(
    CONTENDERS.map((name) => ({ name, run: () => measure(name, scenario) })),
    runs,
  );
  return {
    subjects,
    goals: [
      atMost('wall / skopeo', 0.75, ratioOf(subjects, ['image-syncer', 'skopeo'], 'wallSeconds')),
      atMost('CPU / floor', 1.1, ratioOf(subjects, ['image-syncer', 'floor'], 'cpuSeconds')),
    ],
  };
}

async function measure(name: ContenderName, scenario: TransferOptions): Promise<Figures> {
  const measurement = await transfer(name, scenario);
  const imageBytes = scenario.image.blobs.reduce((sum, { size }) => sum + size, 0);
  return {
    ...measurement,
    cpuSecondsPerGibibyte: (measurement.cpuSeconds * GIBIBYTE) / imageBytes,
  };
}
