import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../../scripts/simulate/options.ts';

function sizesOf(...args: readonly string[]): readonly number[] | undefined {
  return parseOptions(args)?.simulations.map(({ images }) => images);
}

describe('parseOptions', () => {
  it.each([
    [[], [1_000, 10_000, 100_000]],
    [
      ['--images', '50000'],
      [500, 5_000, 50_000],
    ],
    [['--images', '50000', '--alone'], [50_000]],
    [['--images', '500'], [500]],
    [
      ['--images', '3000,2000'],
      [2_000, 3_000],
    ],
  ])('simulates, for %j, runs of %j images', (args, sizes) => {
    expect(sizesOf(...args)).toEqual(sizes);
  });

  it('takes shares with and without their sign, and limits by name', () => {
    const args = ['--changed', '2%', '--hub-share', '40', '--quota', 'put-image=20'];
    const [first] = parseOptions([...args, '--hub', 'personal'])?.simulations ?? [];

    expect(first).toMatchObject({
      ...{ changedShare: 0.02, hubShare: 0.4, hubAccount: 'personal' },
      limits: { 'put-image': 20 },
    });
  });

  it('knows help', () => {
    expect(parseOptions(['--help'])).toBeUndefined();
  });

  it.each([
    [['--images', 'many'], /--images "many" is no whole number from 1 to 250,000/],
    [['--images', '10,20', '--alone'], /--alone goes with one size/],
    [['--changed', '120%'], /--changed "120%" is no percentage/],
    [['--hub', 'free'], /--hub knows anonymous, personal, paid, not "free"/],
    [['--quota', 'pulls=1'], /--quota "pulls=1" is not <name>=<limit>, with one of put-image/],
    [['--quota', 'put-image=0'], /--quota put-image "0" is no number above 0/],
    [['--put-image-rate', ''], /--put-image-rate "" is no number above 0/],
    [
      ['--compare-concurrency', '1'],
      /--compare-concurrency "1" is no whole number from 2 to 1,000/,
    ],
    [['--pictures'], /--pictures/],
  ])('refuses %j', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});
