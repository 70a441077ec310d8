import { describe, expect, it } from 'vitest';
import {
  type DefinitionChange,
  definitionChanges,
} from '../../../scripts/soak/definition-changes.ts';
import { SeededRandom } from '../../support/random.ts';

const IMAGES = 300;
const FIRST = 20;

function take(count: number, seed = 1): readonly DefinitionChange[] {
  const random = new SeededRandom(seed);
  const changes = definitionChanges({ random, images: IMAGES, first: FIRST });
  return Array.from({ length: count }, () => changes.next().value);
}

function without(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.filter((number) => !b.includes(number));
}

describe('definitionChanges', () => {
  it('follow from the seed', () => {
    expect(take(50)).toEqual(take(50));
    expect(take(50)).not.toEqual(take(50, 2));
  });

  it('come in every manner, some told by a hook', () => {
    const changes = take(100);

    const manners = new Set(changes.map(({ manner }) => manner));
    expect(manners).toEqual(new Set(['written', 'renamed', 'checked out', 'broken']));
    expect(new Set(changes.map(({ isTold }) => isTold))).toEqual(new Set([true, false]));
  });

  it('add images and sometimes take some away, until there are no more, and go on after that', () => {
    let before: readonly number[] = Array.from({ length: FIRST }, (_, number) => number);
    let [added, removed] = [0, 0];
    for (const { manner, images } of take(400)) {
      const [came, went] = [without(images, before), without(before, images)];
      expect(came.length + went.length > 0).toBe(manner !== 'broken');
      expect(new Set(images).size).toBe(images.length);
      expect(Math.max(...images)).toBeLessThan(IMAGES);
      added += came.length;
      removed += went.length;
      before = images;
    }

    expect(added).toBeGreaterThan(IMAGES - FIRST);
    expect(removed).toBeGreaterThan(10);
  });

  it('are never broken twice in a row', () => {
    const manners = take(400).map(({ manner }) => manner);

    const pairs = manners.filter(
      (manner, position) => manner === 'broken' && manners[position + 1] === 'broken',
    );
    expect(pairs).toEqual([]);
  });
});
