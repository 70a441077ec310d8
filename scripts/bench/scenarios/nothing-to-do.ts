import { atLeast, atMost, figureOf, ratioOf } from '../goals.ts';
import type { BenchOptions } from '../options.ts';
import { during } from '../progress.ts';
import type { Scenario, ScenarioResult } from '../scenario.ts';
import { takeTurns } from '../take-turns.ts';
import { mirroredImages } from '../unchanged/mirrored-images.ts';
import { UnchangedMirror } from '../unchanged/unchanged-mirror.ts';

const IMAGES = 2_000;
const FEW_IMAGES = 200;

/** skopeo takes as long for each, however many there are, and does not filter as image-syncer does. */
const SKOPEO_IMAGES = mirroredImages(66).filter(({ isFiltered }) => !isFiltered);

/** The same region of a cloud, by way of the public network. */
const ROUND_TRIP_MS = 20;

/** What the syncer is called, by how many images it has. */
const [MANY, FEW] = ['image-syncer', `image-syncer, ${FEW_IMAGES} images`];

/** A run that finds everything in place, as nearly all runs of a schedule do. */
export const nothingToDo: Scenario = {
  name: 'nothing-to-do',
  title: `${IMAGES} unchanged images, a quarter of them filtered, ${ROUND_TRIP_MS} ms away`,
  // Both registries have their content to themselves.
  neededBytes: () => 0,
  run: async (folder, options) => {
    const images = mirroredImages(IMAGES);
    const start = () => UnchangedMirror.start({ folder, images, roundTripMs: ROUND_TRIP_MS });
    const mirror = await during(`mirroring ${IMAGES} images`, start);
    try {
      return await run(mirror, options);
    } finally {
      await mirror.stop();
    }
  },
};

async function run(mirror: UnchangedMirror, { runs }: BenchOptions): Promise<ScenarioResult> {
  const subjects = await takeTurns(
    [
      { name: MANY, run: () => mirror.sync(mirroredImages(IMAGES)) },
      { name: FEW, run: () => mirror.sync(mirroredImages(FEW_IMAGES)) },
      {
        name: `skopeo, ${SKOPEO_IMAGES.length} images`,
        run: () => mirror.copy(SKOPEO_IMAGES),
      },
    ],
    runs,
  );
  return {
    subjects,
    goals: [
      atMost('requests of an unchanged image', 2, figureOf(subjects, MANY, 'requestsPerImage')),
      atLeast('images a second', 400, figureOf(subjects, MANY, 'imagesPerSecond')),
      atMost(
        `peak, ${IMAGES} images / ${FEW_IMAGES}`,
        1.25,
        ratioOf(subjects, [MANY, FEW], 'peakBytes'),
      ),
    ],
  };
}
