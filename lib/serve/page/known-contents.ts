import type { Outcome } from '../../mirror/outcome.ts';
import type { ImageMemory } from '../../mirror/ports.ts';

/**
 * The platforms of an image: as its last run read them, else as they are remembered of the same content;
 * `null` where nobody has read them yet.
 */
export function knownPlatforms(
  { platforms, wantedDigest }: Outcome,
  memory: ImageMemory = {},
): readonly string[] | null {
  if (platforms !== null) return platforms;
  if (wantedDigest === null) return null;
  if (memory.platforms?.root === wantedDigest) return memory.platforms.names;
  return memory.filtered?.wanted.digest === wantedDigest ? memory.filtered.platforms : null;
}

/** How many referrers an image has, by the same rules. */
export function knownReferrers(
  { referrers, wantedDigest }: Outcome,
  memory: ImageMemory = {},
): number | null {
  if (referrers !== null) return referrers;
  return wantedDigest !== null && memory.referrers?.root === wantedDigest
    ? memory.referrers.count
    : null;
}
