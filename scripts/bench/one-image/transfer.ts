import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DockerRegistry, startDockerRegistry } from '../../../test/support/docker-registry.ts';
import { rawManifest } from '../../../test/support/raw-manifest.ts';
import { type Measurement, measure } from '../measure.ts';
import { type ContenderName, commandFor, type Job, TARGET_REPOSITORY } from './contenders.ts';
import type { GeneratedImage } from './generated-image.ts';

/** What every run of a scenario starts from. */
export interface TransferOptions extends Pick<Job, 'others' | 'flags'> {
  readonly source: DockerRegistry;
  readonly image: GeneratedImage;
  /** A folder in memory for the target's content. */
  readonly folder: string;
}

/**
 * Measures one copy of an image into a new, empty registry, and throws unless the
 * manifest there has the same bytes.
 */
export async function transfer(
  contender: ContenderName,
  { source, folder, ...scenario }: TransferOptions,
): Promise<Measurement> {
  const runFolder = join(folder, 'run');
  await mkdir(runFolder);
  const target = await startDockerRegistry({ folder: join(runFolder, 'target') });
  try {
    const job: Job = { ...scenario, source, target, folder: runFolder };
    const measurement = await measure(await commandFor(contender, job), runFolder);
    await expectSameManifest(contender, job);
    return measurement;
  } finally {
    await target.stop();
    await rm(runFolder, { recursive: true });
  }
}

async function expectSameManifest(
  contender: ContenderName,
  { source, target, image }: Job,
): Promise<void> {
  const expected = await rawManifest(source.url, image.repository, image.tag);
  const actual = await rawManifest(target.url, TARGET_REPOSITORY, image.tag);
  if (!expected.equals(actual)) throw new Error(`${contender} changed the manifest`);
}
