import { join } from 'node:path';
import { bundleFunctions } from '../../bench-coldstart/functions.ts';
import { HANDLERS } from '../../build/bundle-handlers.ts';
import type { Goal } from '../goal.ts';
import { atMost, figureOf } from '../goals.ts';
import { type Command, measure } from '../measure.ts';
import type { BenchOptions } from '../options.ts';
import { during } from '../progress.ts';
import type { Scenario, ScenarioResult, SubjectResult } from '../scenario.ts';
import { type Subject, takeTurns } from '../take-turns.ts';
import { mirroredImages } from '../unchanged/mirrored-images.ts';
import { UnchangedMirror } from '../unchanged/unchanged-mirror.ts';

const IMAGE_SYNCER = join(import.meta.dirname, '../../../dist/image-syncer.js');

const IMAGES = mirroredImages(1);

/** A start is short, and little disturbs it much. */
const TURNS_A_RUN = 4;

const [NODE, VERSION, SYNC] = ['node -e 0', 'image-syncer --version', 'sync, one unchanged image'];

/** What is waited for before anything is done: by people at a terminal, and by the first message of a function. */
export const start: Scenario = {
  name: 'start',
  title: 'starts of the command and of the functions',
  neededBytes: () => 0,
  run: async (folder, options) => {
    // Its first run fills the ledger, and the cache of what Node has compiled of the command.
    const begin = () => UnchangedMirror.start({ folder, images: IMAGES, roundTripMs: 0 });
    const mirror = await during('mirroring an image', begin);
    try {
      return await run(mirror, folder, options);
    } finally {
      await mirror.stop();
    }
  },
};

async function run(
  mirror: UnchangedMirror,
  folder: string,
  { runs }: BenchOptions,
): Promise<ScenarioResult> {
  const functions = await bundleFunctions(join(folder, 'functions'));
  const node = (...args: readonly string[]): Command => ({ program: process.execPath, args });
  const commands: readonly Subject[] = [
    { name: NODE, run: () => measure(node('-e', '0'), folder) },
    { name: VERSION, run: () => measure(node(IMAGE_SYNCER, '--version'), folder) },
    { name: SYNC, run: () => mirror.sync(IMAGES) },
  ];
  const subjects = await takeTurns([...commands, ...functions.subjects], runs * TURNS_A_RUN);
  return {
    subjects,
    goals: [
      atMost('s, --version', 0.12, figureOf(subjects, VERSION, 'cpuSeconds')),
      atMost('s, sync of one unchanged image', 0.35, figureOf(subjects, SYNC, 'cpuSeconds')),
      ...HANDLERS.flatMap((name) => goalsOfFunction(`function ${name}`, subjects)),
    ],
  };
}

function goalsOfFunction(name: string, subjects: readonly SubjectResult[]): readonly Goal[] {
  return [
    atMost(`ms, load of ${name}`, 200, figureOf(subjects, name, 'loadMs')),
    atMost(`MB, code of ${name}`, 1.7, figureOf(subjects, name, 'loadedBytes') / 1e6),
  ];
}
