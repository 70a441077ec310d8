import { describe, expect, it } from 'vitest';
import {
  type MemorySample,
  memoryFigures,
  memoryProblems,
} from '../../../scripts/soak/memory-figures.ts';

/** Two processes, 400 s each, with a sample a second. */
function samples(given: (seconds: number) => Partial<MemorySample>): readonly MemorySample[] {
  return Array.from({ length: 800 }, (_, seconds) => ({
    seconds,
    rssMib: 100,
    files: 30,
    life: seconds < 400 ? 0 : 1,
    ...given(seconds),
  }));
}

describe('memoryFigures', () => {
  it('tells the slope and the quarters of what grows evenly', () => {
    const figures = memoryFigures(samples((seconds) => ({ rssMib: 100 + seconds / 60 })));

    expect(figures.trendMibPerMinute).toBeCloseTo(1);
    expect(figures.quarterMaximaMib.map(Math.round)).toEqual([103, 107, 110, 113]);
    expect(figures.lives.map(({ seconds }) => seconds)).toEqual([399, 399]);
    expect(figures.lives[1]?.trendMibPerMinute).toBeCloseTo(1);
  });

  it('leaves out the first seconds of each process', () => {
    const figures = memoryFigures(
      samples((seconds) => ({ rssMib: seconds % 400 < 15 ? 900 : 100 })),
    );

    expect(figures.highestMib).toBe(100);
    expect(figures.medianMib).toBe(100);
    expect(figures.trendMibPerMinute).toBe(0);
  });
});

describe('memoryProblems', () => {
  it('finds none where memory is flat', () => {
    const flat = samples((seconds) => ({ rssMib: 100 + (seconds % 20) }));

    expect(memoryProblems(memoryFigures(flat))).toEqual([]);
  });

  it.each([
    ['memory that grows', (seconds: number) => ({ rssMib: 100 + seconds / 10 }), 'memory grew'],
    ['memory that is much', () => ({ rssMib: 600 }), 'memory reached 600 MiB'],
    [
      'files that are many for a moment',
      (seconds: number) => ({ files: seconds === 70 ? 300 : 30 }),
      '300 files were open',
    ],
    [
      'files that stay open',
      (seconds: number) => ({ files: seconds / 4 }),
      'files are open at rest',
    ],
  ])('finds %s', (_, given, problem) => {
    const problems = memoryProblems(memoryFigures(samples(given)));

    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  it('does not take nothing for flat', () => {
    expect(memoryProblems(memoryFigures([]))).toEqual(['no memory was measured']);
  });
});
