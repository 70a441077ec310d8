import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatRate,
  formatSeconds,
} from '../../lib/wording/quantities.ts';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [-5, '0 B'],
    [999, '999 B'],
    [1000, '1 KiB'],
    [1024, '1 KiB'],
    [12.34 * 1024 ** 2, '12.3 MiB'],
    [99.96 * 1024 ** 2, '100 MiB'],
    [999.4 * 1024 ** 2, '999 MiB'],
    [999.5 * 1024 ** 2, '1 GiB'],
    [1.1 * 1024 ** 3, '1.1 GiB'],
    [5000 * 1024 ** 4, '5000 TiB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatRate', () => {
  it('is in bytes a second', () => {
    expect(formatRate(11.2 * 1024 ** 2)).toBe('11.2 MiB/s');
  });

  it('is in whole bytes', () => {
    expect(formatRate(3.7)).toBe('4 B/s');
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [811.6, '812 ms'],
    [999.6, '1 s'],
    [3100, '3.1 s'],
    [9949, '9.9 s'],
    [9950, '10 s'],
    [59_499, '59 s'],
    [59_500, '1 m'],
    [95_000, '1 m 35 s'],
    [3_599_600, '1 h'],
    [7_500_000, '2 h 5 m'],
    [97_200_000, '1 d 3 h'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatSeconds', () => {
  it('has no fractions', () => {
    expect([formatSeconds(0), formatSeconds(3.4), formatSeconds(61)]).toEqual([
      '0 s',
      '3 s',
      '1 m 1 s',
    ]);
  });
});

describe('formatCount', () => {
  it('parts thousands', () => {
    expect([999, 2000, 1_234_567].map(formatCount)).toEqual(['999', '2,000', '1,234,567']);
  });
});
