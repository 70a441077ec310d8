import { PlatformError } from './errors.ts';

/** An index may have thousands of entries; a message names as many as a person reads. */
const LONGEST_LIST = 20;

/** Nothing of the image runs on what was asked for. */
export function noneChosen(
  selectors: readonly string[],
  platforms: readonly string[],
): PlatformError {
  return new PlatformError(
    `the image runs on ${list(platforms)}, not on ${list(selectors)}`,
    'name one of its platforms under platforms',
  );
}

/** Something is required that is not among what is kept. */
export function lacking(missing: readonly string[], platforms: readonly string[]): PlatformError {
  return new PlatformError(
    `the image lacks ${list(missing)}: ${platforms.length === 0 ? 'it runs on nothing' : `there is ${list(platforms)}`}`,
    'wait until its publisher adds what is missing, or take that out of requirePlatforms',
  );
}

/** `index: single` needs one manifest to put in the place of the index. */
export function notSingle(platforms: readonly string[]): PlatformError {
  return new PlatformError(
    platforms.length === 0
      ? 'no manifest can take the place of the index: none of them runs'
      : `more than one manifest could take the place of the index: ${list(platforms)}`,
    'choose one platform under platforms, or leave index at keep',
  );
}

function list(names: readonly string[]): string {
  const rest = names.length - LONGEST_LIST;
  const named = names.slice(0, LONGEST_LIST).join(', ');
  return rest > 0 ? `${named} and ${rest} more` : named;
}
