import type { Clock } from '../clock.ts';
import type { CallOptions } from '../content/ports.ts';
import { signalOf } from '../copy/signal-of.ts';
import type { Digest } from '../oci/digest.ts';
import { type Image, resolveTarget } from './image.ts';
import { type ResolvedSource, resolveSource } from './resolve-source.ts';

/** What the source names, and the way to what the target has. */
export interface ResolvedSides extends ResolvedSource {
  /** What stands at the target where the image `wanted` is to be, `undefined` where nothing does. */
  readonly findTarget: (wanted: Digest) => Promise<Digest | undefined>;
}

export interface ResolveSidesOptions extends CallOptions {
  readonly clock: Clock;
}

/** A limit at the source may be waited for much longer, and the target is then looked at again. */
const LATELY_MS = 60_000;

/**
 * Asks both sides at once, so that a far registry is waited for once. What the target has under a tag does
 * not depend on what is wanted there; without a tag it is asked for what is wanted, when that is known.
 * Throws what failed at the source; what failed at the target is thrown by `findTarget`.
 */
export async function resolveSides(
  image: Image,
  { clock, ...options }: ResolveSidesOptions,
): Promise<ResolvedSides> {
  const { tag } = image;
  const call = signalOf(options);
  const lookAt = (wanted: Digest) => resolveTarget(image, tag ?? wanted, call);
  if (tag === undefined) return { ...(await resolveSource(image, call)), findTarget: lookAt };

  const askedAt = clock.now();
  const [source, target] = await Promise.allSettled([
    resolveSource(image, call),
    resolveTarget(image, tag, call),
  ]);
  return {
    ...settledValue(source),
    findTarget: async (wanted) =>
      clock.now() - askedAt <= LATELY_MS ? settledValue(target) : await lookAt(wanted),
  };
}

function settledValue<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
