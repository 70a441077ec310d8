import type { CallOptions } from '../content/ports.ts';
import type { Digest } from '../oci/digest.ts';
import { type Image, resolveTarget } from './image.ts';
import { type ResolvedSource, resolveSource } from './resolve-source.ts';

/** What the source names, and the way to what the target has. */
export interface ResolvedSides extends ResolvedSource {
  /** What stands at the target where the image `wanted` is to be, `undefined` where nothing does. */
  readonly findTarget: (wanted: Digest) => Promise<Digest | undefined>;
}

/**
 * Asks both sides at once, so that a far registry is waited for once. What the target has under a tag does
 * not depend on what is wanted there; without a tag it is asked for what is wanted, when that is known.
 * Throws what failed at the source; what failed at the target is thrown by `findTarget`.
 */
export async function resolveSides(image: Image, options: CallOptions): Promise<ResolvedSides> {
  const { tag } = image;
  if (tag === undefined) {
    const findTarget = (wanted: Digest) => resolveTarget(image, wanted, options);
    return { ...(await resolveSource(image, options)), findTarget };
  }
  const [source, target] = await Promise.allSettled([
    resolveSource(image, options),
    resolveTarget(image, tag, options),
  ]);
  return { ...settledValue(source), findTarget: async () => settledValue(target) };
}

function settledValue<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
