import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../../../lib/oci/digest.ts';
import type { DockerRegistry } from '../../../test/support/docker-registry.ts';
import { COPY_ARGUMENTS } from '../../../test/support/skopeo.ts';
import type { Command } from '../measure.ts';
import type { GeneratedImage } from './generated-image.ts';

/** Who copies: image-syncer, its rival, and the least that a copy through a client can cost, in C and in Node. */
export const CONTENDERS = ['image-syncer', 'skopeo', 'floor', 'bare pipe'] as const;

export type ContenderName = (typeof CONTENDERS)[number];

/** One image to bring from `source` to {@link TARGET_REPOSITORY} in `target`. */
export interface Job {
  readonly source: DockerRegistry;
  readonly target: DockerRegistry;
  readonly image: GeneratedImage;
  /** Brought beside it by image-syncer alone. Default: none. */
  readonly others?: readonly GeneratedImage[] | undefined;
  /** For files of this job alone. */
  readonly folder: string;
  /** For image-syncer alone. Default: none beside those for the definition, the ledger and the report. */
  readonly flags?: readonly string[] | undefined;
}

/** A repository that no registry of the bench has before. */
export const TARGET_REPOSITORY = 'mirror/bench';

const IMAGE_SYNCER = join(import.meta.dirname, '../../../dist/image-syncer.js');
const FLOOR = join(import.meta.dirname, 'floor.sh');
const BARE_PIPE = join(import.meta.dirname, 'bare-pipe.ts');

/** How each contender does `job`. */
export function commandFor(contender: ContenderName, job: Job): Promise<Command> | Command {
  switch (contender) {
    case 'image-syncer':
      return imageSyncer(job);
    case 'skopeo':
      return skopeo(job);
    case 'floor':
      return floor(job);
    case 'bare pipe':
      return barePipe(job);
  }
}

/** A definition and a ledger of its own, so that nothing is remembered from another run. */
async function imageSyncer({
  source,
  target,
  image,
  others = [],
  folder,
  flags = [],
}: Job): Promise<Command> {
  const definition = join(folder, 'images.yaml');
  await writeFile(
    definition,
    [
      `targetRepoPrefix: ${target.host}/mirror/`,
      'images:',
      ...[image, ...others].flatMap(({ repository, tag }) => [
        `  - source: ${source.host}/${repository}:${tag}`,
        `    target: bench:${tag}`,
      ]),
      '',
    ].join('\n'),
  );
  const ledger = join(folder, 'ledger.db');
  const options = ['-i', definition, '--ledger', ledger, '--output', 'json', ...flags];
  return { program: process.execPath, args: [IMAGE_SYNCER, 'sync', ...options] };
}

function skopeo({ source, target, image }: Job): Command {
  const [from, to] = [
    `docker://${source.host}/${image.repository}:${image.tag}`,
    `docker://${target.host}/${TARGET_REPOSITORY}:${image.tag}`,
  ];
  return { program: 'skopeo', args: [...COPY_ARGUMENTS, from, to] };
}

/** The least that a copy through a client can cost: see floor.sh. */
function floor({ source, target, image }: Job): Command {
  const blobs = image.blobs.flatMap(({ digest, size }) => [
    digest,
    String(size),
    blobFile(source, digest),
  ]);
  return { program: 'bash', args: [FLOOR, ...endsOf({ source, target, image }), ...blobs] };
}

/** What Node cannot do with less: see bare-pipe.ts. */
function barePipe(job: Job): Command {
  const blobs = job.image.blobs.flatMap(({ digest, size }) => [digest, String(size)]);
  return { program: process.execPath, args: [BARE_PIPE, ...endsOf(job), ...blobs] };
}

/** Source, target and tag, as both floors are told of them. */
function endsOf({ source, target, image }: Pick<Job, 'source' | 'target' | 'image'>): string[] {
  const from = new URL(`/v2/${image.repository}`, source.url).href;
  const to = new URL(`/v2/${TARGET_REPOSITORY}`, target.url).href;
  return [from, to, image.tag];
}

function blobFile({ folder }: DockerRegistry, digest: Digest): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return join(folder, 'docker/registry/v2/blobs', algorithm, hex.slice(0, 2), hex, 'data');
}
