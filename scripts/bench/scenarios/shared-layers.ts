import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DockerRegistry, startDockerRegistry } from '../../../test/support/docker-registry.ts';
import { type CopyJob, imageSyncer, skopeo } from '../copy-commands.ts';
import { expectCopied } from '../expect-copied.ts';
import type { Figures } from '../figures.ts';
import { atMost, figureOf } from '../goals.ts';
import { type Command, measure } from '../measure.ts';
import { during } from '../progress.ts';
import type { Scenario, ScenarioResult, SubjectResult } from '../scenario.ts';
import { startBlobCounter } from '../shared-images/blob-counter.ts';
import {
  BASES,
  IMAGES,
  pushImages,
  REPOSITORIES,
  UNIQUE_BYTES,
  type Unique,
} from '../shared-images/push-images.ts';
import { takeTurns } from '../take-turns.ts';

const SYNCER = 'image-syncer';
const CONTENDERS = { [SYNCER]: imageSyncer, 'skopeo, 8 at a time': skopeo };

/** The first copy of images that share most of their layers, each in a repository of its own. */
export const sharedLayers: Scenario = {
  name: 'shared-layers',
  title: `${IMAGES} images on ${BASES} bases`,
  neededBytes: () => 2 * UNIQUE_BYTES,
  run: async (folder, { runs }) => {
    const source = await startDockerRegistry({ folder: join(folder, 'source') });
    try {
      const unique = await during(`pushing ${IMAGES} images`, () => pushImages(source.url));
      const subjects = Object.entries(CONTENDERS).map(([name, commandFor]) => ({
        name,
        run: () => copyAll(commandFor, source, join(folder, 'run')),
      }));
      return judge(await takeTurns(subjects, runs), unique);
    } finally {
      await source.stop();
    }
  },
};

function judge(subjects: readonly SubjectResult[], { blobs, bytes }: Unique): ScenarioResult {
  const uploads = figureOf(subjects, SYNCER, 'uploads');
  const uploaded = figureOf(subjects, SYNCER, 'uploadedBytes');
  const downloaded = figureOf(subjects, SYNCER, 'downloadedBytes');
  return {
    subjects,
    goals: [
      atMost('uploads / blobs', 1, uploads / blobs),
      atMost('bytes uploaded / unique bytes', 1, uploaded / bytes),
      atMost('bytes downloaded / unique bytes', 1, downloaded / bytes),
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
  const [before, behind] = [await startBlobCounter(source.url), await startBlobCounter(target.url)];
  try {
    const hosts = { source: before.host, target: behind.host };
    const command = await commandFor({ ...hosts, repositories: REPOSITORIES, folder });
    const measurement = await measure(command, folder);
    await expectCopied({ source: source.url, target: target.url }, REPOSITORIES);
    const { downloadedBytes } = before.counts;
    const { uploadedBytes, uploads } = behind.counts;
    return { ...measurement, downloadedBytes, uploadedBytes, uploads };
  } finally {
    for (const started of [before, behind, target]) await started.stop();
    await rm(folder, { recursive: true });
  }
}
