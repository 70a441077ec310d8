import type { RunState } from '../../lib/mirror/run.ts';
import { compareRuns } from './compare-runs.ts';
import { targetRepository } from './definition-text.ts';
import type { Drive } from './drive.ts';
import { judgeRecords, judgeRuns, type RecordedRun } from './judge-ledger.ts';
import { readCheckpoints, readImages, readRuns } from './read-ledger.ts';
import type { Service } from './service.ts';
import { blobsOf, type SoakImage } from './soak-image.ts';
import type { SoakWorld } from './soak-world.ts';
import { verifyTarget } from './verify-target.ts';

/** What a soak came to. */
export interface SoakFindings {
  readonly problems: readonly string[];
  readonly images: number;
  readonly runs: Readonly<Partial<Record<RunState, number>>>;
  /** Outcomes that were counted in all runs. */
  readonly outcomes: number;
  /** As the ledger counts them in all runs. */
  readonly uploadedBytes: number;
  /** Of requests' bodies that came through to the target, repetitions included. */
  readonly receivedBytes: number;
  /** Of all that the target must have, each digest once. */
  readonly uniqueBytes: number;
  /** Uploads in the target that nobody has ended, of killed processes. */
  readonly uploadSessions: number;
  readonly checkpoints: number;
}

export interface Soaked {
  readonly world: SoakWorld;
  readonly drive: Drive;
  readonly service: Service;
}

/** Looks whether everything is in place and was counted exactly, by the registry's and the ledger's own word. */
export async function judgeSoak({ world, drive, service }: Soaked): Promise<SoakFindings> {
  const { images } = drive;
  const runs = await readRuns(service.ledger);
  const checkpoints = readCheckpoints(service.ledger);
  return {
    problems: [
      ...(await verifyTarget(world.target.url, images)),
      ...judgeRuns(runs),
      ...judgeRecords(await readImages(service.ledger, images, world.hosts)),
      ...(await compareRuns(service.life.url, runs)),
      ...leftCheckpoints(checkpoints, images),
    ],
    images: images.length,
    runs: countBy(runs),
    outcomes: sumOf(runs, ({ counts }) => Object.values(counts).reduce((a, b) => a + b, 0)),
    uploadedBytes: sumOf(runs, ({ bytes }) => bytes.uploaded),
    receivedBytes: world.targetFront.receivedBytes,
    uniqueBytes: uniqueBytes(images),
    uploadSessions: await world.target.uploadSessions(),
    checkpoints: checkpoints.length,
  };
}

/** One of an image that left the definition in the middle of its upload may stay, until it is forgotten. */
function leftCheckpoints(
  checkpoints: readonly string[],
  images: readonly SoakImage[],
): readonly string[] {
  const needed = new Set(
    images.flatMap((image) =>
      [...blobsOf(image).keys()].map((digest) => `${targetRepository(image)}#${digest}`),
    ),
  );
  return checkpoints
    .filter((name) => needed.has(name.slice(name.indexOf('/') + 1)))
    .map((name) => `the upload ${name} has a checkpoint although its image is in place`);
}

function countBy(runs: readonly RecordedRun[]): Partial<Record<RunState, number>> {
  const groups = Object.entries(Object.groupBy(runs, ({ run }) => run.state));
  return Object.fromEntries(groups.map(([state, of]) => [state, of.length]));
}

function sumOf(
  runs: readonly RecordedRun[],
  figureOf: (run: RecordedRun['run']) => number,
): number {
  return runs.reduce((sum, { run }) => sum + figureOf(run), 0);
}

function uniqueBytes(images: readonly SoakImage[]): number {
  const sizes = new Map(images.flatMap((image) => [...blobsOf(image)]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
