const FIRST_RETRY_MS = 30_000;

/** A quarter of an hour: whoever comes back then has forgotten nothing, and nobody waits for longer without need. */
export const LONGEST_DELAY_MS = 900_000;

/** Who asks to be left alone for no longer than this is waited for within the attempt. */
export const PATIENCE_MS = 15_000;

/** What goes on for longer than a day has failed. */
export const LONGEST_LIFE_MS = 24 * 60 * 60 * 1000;

/** When something is tried again that failed `times` times before, in milliseconds: half a minute, and twice that with each time. */
export function doubled(times: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** times, LONGEST_DELAY_MS);
}

/**
 * A delay by which what failed together does not come back together; `random` is from 0 to 1. Jitter is
 * added on top: whoever comes back before a registry's time is refused again.
 */
export function jittered(delayMs: number, random: number): number {
  return Math.min(delayMs * (1 + random / 4), LONGEST_DELAY_MS);
}
