import type { SeededRandom } from '../../test/support/random.ts';

/** How a file comes to another content: each looks different to whoever watches it. */
export type ChangeManner = 'written' | 'renamed' | 'checked out' | 'broken';

/** A new state of the definition. */
export interface DefinitionChange {
  readonly manner: ChangeManner;
  /** Numbers of the images that it has; for a broken one those before, which stay in force. */
  readonly images: readonly number[];
  /** Whether a push is told by a hook too. */
  readonly isTold: boolean;
}

export interface ChangesOptions {
  readonly random: SeededRandom;
  /** How many images there are. */
  readonly images: number;
  /** How many of them the definition has before the first change. */
  readonly first: number;
}

const MOST_ADDED = 6;
const MOST_REMOVED = 3;

/** Of 100 changes. */
const SHARES = { broken: 8, removing: 25, told: 30 } as const;

/** States of a definition one after another, for ever: it grows while there are images, and sometimes loses some. */
export function* definitionChanges(options: ChangesOptions): Generator<DefinitionChange, never> {
  const { random, images: all, first } = options;
  let images = Array.from({ length: Math.min(first, all) }, (_, number) => number);
  let next = images.length;
  let wasBroken = false;
  for (;;) {
    wasBroken = !wasBroken && random.integer(100) < SHARES.broken;
    if (!wasBroken) {
      const kept = random.integer(100) < SHARES.removing ? withoutSome(images, random) : images;
      const end = Math.min(all, next + 2 + random.integer(MOST_ADDED - 1));
      const removed = images.filter((number) => !kept.includes(number));
      images = [...kept, ...numbersBetween(next, end)];
      // With nothing new left, what was removed comes back, so that every change is one.
      if (next === end) images = removed.length > 0 ? images : changedBy(images, all, random);
      next = end;
    }
    const manner = wasBroken ? 'broken' : mannerOf(random);
    yield { manner, images, isTold: random.integer(100) < SHARES.told };
  }
}

function mannerOf(random: SeededRandom): ChangeManner {
  return (['written', 'renamed', 'checked out'] as const)[random.integer(3)] ?? 'written';
}

function withoutSome(images: readonly number[], random: SeededRandom): readonly number[] {
  const count = 1 + random.integer(MOST_REMOVED);
  const gone = Array.from({ length: count }, () => images[random.integer(images.length)]);
  return images.filter((number) => !gone.includes(number));
}

function numbersBetween(start: number, end: number): readonly number[] {
  return Array.from({ length: end - start }, (_, offset) => start + offset);
}

function changedBy(images: readonly number[], all: number, random: SeededRandom): number[] {
  const missing = numbersBetween(0, all).filter((number) => !images.includes(number));
  return missing.length > 0 ? [...images, ...missing] : [...withoutSome(images, random)];
}
