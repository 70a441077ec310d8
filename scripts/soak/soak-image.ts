import type { Digest } from '../../lib/oci/digest.ts';
import { type GeneratedBlob, generateBlob } from '../../test/large/generated-blob.ts';
import {
  artifact,
  cosignSignature,
  helmChart,
  signatureTag,
} from '../../test/support/artifact-builder.ts';
import type { Built } from '../../test/support/built.ts';
import { image } from '../../test/support/image-builder.ts';
import { imageOfLayers } from '../../test/support/image-of-layers.ts';
import { index } from '../../test/support/index-builder.ts';
import { SeededRandom } from '../../test/support/random.ts';

/** An image of the source with all that belongs to it, as it must come to the target. */
export interface SoakImage {
  readonly repository: string;
  readonly tag: string;
  readonly built: Built;
  /** What refers to it by `subject`. */
  readonly referrers: readonly Built[];
  /** What cosign keeps about it, by tag. */
  readonly signatures: ReadonlyMap<string, Built>;
  /** Its large layer, whose bytes are nowhere kept. */
  readonly large?: GeneratedBlob;
}

/** So many shapes follow one another; the last has a large layer. */
export const SHAPES = 8;

/** Images share repositories, as versions of the same thing do. */
const REPOSITORIES = 24;

const MIB = 1024 ** 2;
const LARGE = { leastMib: 70, mostMib: 200 };

/** The image of that number; the same seed makes the same. */
export async function soakImage(seed: number, number: number): Promise<SoakImage> {
  const place = { repository: `team/app-${number % REPOSITORIES}`, tag: `v${number}` };
  const shape = number % SHAPES;
  if (shape === SHAPES - 1) return { ...place, ...(await largeImage(seed, number)) };
  const built = smallImage(shape, { seed: seed + number, base: { seed: seed + shape, layers: 2 } });
  const { descriptor } = built.root;
  const subject = { subject: descriptor, seed: seed + number };
  return {
    ...place,
    built,
    referrers: shape === 3 ? [artifact(subject)] : [],
    signatures: new Map(
      shape === 1 ? [[signatureTag(descriptor.digest), cosignSignature(descriptor)]] : [],
    ),
  };
}

/** Layers of one base are mounted from repository to repository. */
interface Basis {
  readonly seed: number;
  readonly base: { readonly seed: number; readonly layers: number };
}

function smallImage(shape: number, { seed, base }: Basis): Built {
  switch (shape) {
    case 0:
      return image({ seed, layers: 3, layerBytes: 40_000, mediaTypes: 'docker' });
    case 1:
      return index([image({ seed, base }), image({ seed, base, platform: 'linux/arm64' })], {
        attestations: true,
      });
    case 2:
      return image({ seed, base, zeroLengthLayer: true, duplicateLayer: true });
    case 3:
      return index([image({ seed }), image({ seed, platform: 'linux/arm64' })]);
    case 4:
      return helmChart(`chart-${seed}`);
    case 5:
      return image({ seed, layers: 2, layerBytes: 2 * MIB, compression: 'zstd' });
    default:
      return index(
        ['linux/amd64', 'linux/arm64', 'linux/arm/v7'].map((platform) =>
          image({ seed, base, platform, layerBytes: 20_000, mediaTypes: 'docker' }),
        ),
        { mediaTypes: 'docker' },
      );
  }
}

async function largeImage(
  seed: number,
  number: number,
): Promise<Omit<SoakImage, 'repository' | 'tag'>> {
  const random = new SeededRandom(`large ${seed} ${number}`);
  const mib = LARGE.leastMib + random.integer(LARGE.mostMib - LARGE.leastMib);
  const large = await generateBlob(mib * MIB + random.integer(MIB), random.integer(2 ** 31));
  const { descriptor } = large;
  const built = imageOfLayers([{ descriptor, diffId: descriptor.digest }]);
  return { built, referrers: [], signatures: new Map(), large };
}

/** Every blob of an image and of what refers to it, by digest, with its size. */
export function blobsOf({ built, referrers, signatures, large }: SoakImage): Map<Digest, number> {
  const all = [built, ...referrers, ...signatures.values()].flatMap(({ blobs }) => blobs);
  const descriptors = all.map(({ descriptor }) => descriptor);
  if (large) descriptors.push(large.descriptor);
  return new Map(descriptors.map(({ digest, size }) => [digest, size]));
}
