import { join } from 'node:path';
import pMap from 'p-map';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { type DockerRegistry, startDockerRegistry } from '../../test/support/docker-registry.ts';
import { SeededRandom } from '../../test/support/random.ts';
import { type Hosts, targetRepository } from './definition-text.ts';
import { nextFault } from './fault-plan.ts';
import { type FaultyFront, startFaultyFront } from './faulty-front.ts';
import type { SoakOptions } from './options.ts';
import { type SoakImage, soakImage } from './soak-image.ts';
import { startSource } from './start-source.ts';

/** Two registries, each behind a front through which alone the service sees it. */
export interface SoakWorld {
  readonly images: readonly SoakImage[];
  readonly source: EmbeddedRegistry;
  readonly target: DockerRegistry;
  readonly sourceFront: FaultyFront;
  readonly targetFront: FaultyFront;
  readonly hosts: Hosts;
  close(): Promise<void>;
}

/** As fast as one upload is: a large one takes long enough to be killed in. */
const UPLOAD_BYTES_PER_SECOND = 16 * 1024 ** 2;

/** What both registries take: now and then the service asks for more. */
const LIMIT = { requests: 2500, windowMs: 60_000 } as const;

/** Makes it in `folder`; the caller closes it. */
export async function openWorld(
  { seed, images: count }: SoakOptions,
  folder: string,
): Promise<SoakWorld> {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const images = await pMap(numbers, (number) => soakImage(seed, number), { concurrency: 2 });
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closeOne of closers.toReversed()) await closeOne();
  };
  try {
    const source = await startSource(images);
    closers.push(() => source.close());
    const target = await startDockerRegistry({ folder: join(folder, 'registry') });
    closers.push(() => target.stop());
    const sourceFront = await front(source.url, `source ${seed}`);
    closers.push(() => sourceFront.close());
    const targetFront = await front(target.url, `target ${seed}`, UPLOAD_BYTES_PER_SECOND);
    closers.push(() => targetFront.close());
    const hosts = { source: sourceFront.host, target: targetFront.host };
    return { images, source, target, sourceFront, targetFront, hosts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function front(url: URL, seed: string, bytesPerSecond?: number): Promise<FaultyFront> {
  const random = new SeededRandom(seed);
  const rate = bytesPerSecond === undefined ? {} : { bytesPerSecond };
  return startFaultyFront({ url, nextFault: () => nextFault(random), limit: LIMIT, ...rate });
}

/** How many of `images` the target has, as its front has seen. */
export function inPlace(images: readonly SoakImage[], { targetFront }: SoakWorld): number {
  const path = (image: SoakImage) => `/v2/${targetRepository(image)}/manifests/${image.tag}`;
  return images.filter((image) => targetFront.tagged.has(path(image))).length;
}
