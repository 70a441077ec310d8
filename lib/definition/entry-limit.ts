import type { Place } from './errors.ts';
import type { Findings } from './findings.ts';

/**
 * Images that one run may have. More than a file of the largest size has lines; a list of tags times one of
 * targets has more at once, and so have the tags that a registry lists.
 */
export const MOST_ENTRIES = 250_000;

/** Counts the entries of one definition before they are made: a short file may ask for billions. */
export class EntryLimit {
  readonly #findings: Findings;
  #left = MOST_ENTRIES;
  #isExceeded = false;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** Whether the image at `place` may have `count` entries; records, once, that they are too many. */
  allows(count: number, place: Place): boolean {
    if (count <= this.#left) {
      this.#left -= count;
      return true;
    }
    if (!this.#isExceeded) {
      const message = `the images up to here make more than ${MOST_ENTRIES} copies`;
      this.#findings.refuse(place, message, 'divide them among several files');
    }
    this.#isExceeded = true;
    return false;
  }
}
