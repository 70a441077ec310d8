import { describe, expect, it } from 'vitest';
import { SeededRandom } from './random.ts';

describe('SeededRandom', () => {
  it('gives the same bytes for the same seed, on every machine', () => {
    const bytes = new SeededRandom(7).bytes(8);

    expect(Buffer.from(bytes).toString('hex')).toBe('e4fa2f6261da356b');
  });

  it('gives other bytes for the next seed', () => {
    expect(new SeededRandom(7).bytes(8)).not.toEqual(new SeededRandom(8).bytes(8));
  });

  it('takes a name for a seed', () => {
    expect(new SeededRandom('a').bytes(8)).not.toEqual(new SeededRandom('b').bytes(8));
  });

  it('reaches every whole number below the bound and no other', () => {
    const random = new SeededRandom(1);

    const drawn = new Set(Array.from({ length: 200 }, () => random.integer(5)));

    expect([...drawn].toSorted()).toEqual([0, 1, 2, 3, 4]);
  });
});
