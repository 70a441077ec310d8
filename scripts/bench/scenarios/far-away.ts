import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DockerRegistry, startDockerRegistry } from '../../../test/support/docker-registry.ts';
import { type CopyJob, imageSyncer, skopeo } from '../copy-commands.ts';
import { expectCopied } from '../expect-copied.ts';
import { IMAGES, IMAGES_BYTES, pushImages, REPOSITORIES } from '../far-images/push-images.ts';
import type { Figures } from '../figures.ts';
import { atMost, ratioOf } from '../goals.ts';
import { type Command, measure } from '../measure.ts';
import type { BenchOptions } from '../options.ts';
import { during } from '../progress.ts';
import { type Relay, startRelay } from '../relay/start-relay.ts';
import type { Scenario, ScenarioResult } from '../scenario.ts';
import { takeTurns } from '../take-turns.ts';

/** Another continent, by a link of 100 Mbit/s for each connection. */
const FAR = { roundTripMs: 50, bytesPerSecond: 12_500_000 };

const CONTENDERS = { 'image-syncer': imageSyncer, skopeo };

/** The first copy of many small images, where round trips decide. */
export const farAway: Scenario = {
  name: 'far-away',
  title: `${IMAGES} small images between registries that are ${FAR.roundTripMs} ms away`,
  neededBytes: () => 2 * IMAGES_BYTES,
  run: async (folder, options) => {
    const source = await startDockerRegistry({ folder: join(folder, 'source') });
    try {
      await during(`pushing ${IMAGES} images`, () => pushImages(source.url));
      return await run(source, folder, options);
    } finally {
      await source.stop();
    }
  },
};

async function run(
  source: DockerRegistry,
  folder: string,
  { runs }: BenchOptions,
): Promise<ScenarioResult> {
  const subjects = await takeTurns(
    Object.entries(CONTENDERS).map(([name, commandFor]) => ({
      name,
      run: () => copyAll(commandFor, source, join(folder, 'run')),
    })),
    runs,
  );
  const ratio = (figure: 'wallSeconds' | 'requestsPerImage') =>
    ratioOf(subjects, ['image-syncer', 'skopeo'], figure);
  return {
    subjects,
    goals: [
      atMost('wall / skopeo, 8 at a time', 0.35, ratio('wallSeconds')),
      atMost('requests of a new image / skopeo', 0.78, ratio('requestsPerImage')),
    ],
  };
}

/** Measures one copy of all images into a new, empty registry, and throws unless they are there as they were. */
async function copyAll(
  commandFor: (job: CopyJob) => Promise<Command>,
  source: DockerRegistry,
  folder: string,
): Promise<Figures> {
  await mkdir(folder);
  const target = await startDockerRegistry({ folder: join(folder, 'target') });
  const [before, behind] = [
    await startRelay({ ...FAR, target: source.url }),
    await startRelay({ ...FAR, target: target.url }),
  ];
  try {
    const job = { source: before.host, target: behind.host, repositories: REPOSITORIES, folder };
    const measurement = await measure(await commandFor(job), folder);
    await expectCopied({ source: source.url, target: target.url }, REPOSITORIES);
    return { ...measurement, ...(await askedThrough([before, behind])) };
  } finally {
    for (const started of [before, behind, target]) await started.stop();
    await rm(folder, { recursive: true });
  }
}

async function askedThrough(relays: readonly Relay[]): Promise<Figures> {
  let [requests, connections] = [0, 0];
  for (const relay of relays) {
    const counts = await relay.counts();
    requests += counts.requests;
    connections += counts.connections;
  }
  return { requestsPerImage: requests / IMAGES, connections };
}
