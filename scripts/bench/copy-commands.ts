import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COPY_ARGUMENTS } from '../../test/support/skopeo.ts';
import type { Command } from './measure.ts';

/** The tag of every image that is copied by these commands. */
export const TAG = '1';

/** From where images are brought to where, as hosts of references. */
export interface CopyJob {
  readonly source: string;
  readonly target: string;
  /** Those of all images, at the source as at the target. */
  readonly repositories: readonly string[];
  /** For files of this job alone. */
  readonly folder: string;
}

const IMAGE_SYNCER = join(import.meta.dirname, '../../dist/image-syncer.js');

/** skopeo looks for no referrers either. */
export async function imageSyncer({
  source,
  target,
  repositories,
  folder,
}: CopyJob): Promise<Command> {
  const definition = join(folder, 'images.yaml');
  const lines = [
    `targetRepoPrefix: ${target}/`,
    'defaults: { referrers: false }',
    'images:',
    ...repositories.flatMap((repository) => [
      `  - source: ${source}/${repository}:${TAG}`,
      `    target: ${repository}:${TAG}`,
    ]),
  ];
  await writeFile(definition, `${lines.join('\n')}\n`);
  const options = ['-i', definition, '--ledger', join(folder, 'ledger.db'), '--output', 'json'];
  return { program: process.execPath, args: [IMAGE_SYNCER, 'sync', ...options] };
}

/** Each is a process, which two cores have no more room for. */
const SKOPEO_AT_A_TIME = 8;

/** As {@link skopeoEach}, of the images at {@link TAG}. */
export function skopeo({ repositories, ...job }: CopyJob): Promise<Command> {
  return skopeoEach({ ...job, images: repositories.map((repository) => `${repository}:${TAG}`) });
}

/** One process for each image of `images`, its repository and tag, since skopeo copies one. */
export async function skopeoEach({
  source,
  target,
  images,
  folder,
}: Omit<CopyJob, 'repositories'> & { readonly images: readonly string[] }): Promise<Command> {
  const list = join(folder, 'images.txt');
  const lines = images.map((image) => `docker://${source}/${image} docker://${target}/${image}`);
  await writeFile(list, `${lines.join('\n')}\n`);
  const each = ['--arg-file', list, '--max-procs', String(SKOPEO_AT_A_TIME), '--max-lines=1'];
  return { program: 'xargs', args: [...each, 'skopeo', ...COPY_ARGUMENTS] };
}
