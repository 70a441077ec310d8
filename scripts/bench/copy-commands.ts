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

/** As many at a time as image-syncer brings by default. */
const PROCESSES = 8;

/** One process an image, since skopeo copies one. */
export async function skopeo({ source, target, repositories, folder }: CopyJob): Promise<Command> {
  const list = join(folder, 'images.txt');
  const lines = repositories.map(
    (repository) =>
      `docker://${source}/${repository}:${TAG} docker://${target}/${repository}:${TAG}`,
  );
  await writeFile(list, `${lines.join('\n')}\n`);
  const each = ['--arg-file', list, '--max-procs', String(PROCESSES), '--max-lines=1'];
  return { program: 'xargs', args: [...each, 'skopeo', ...COPY_ARGUMENTS] };
}
