import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../lib/registry/retry-after.ts';

const NOW = Date.parse('Fri, 02 Jan 2026 10:00:00 GMT');

describe('parseRetryAfter', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['-5', undefined],
    ['in 5 minutes', undefined],
    ['1e3', undefined],
    ['0', 0],
    [' 60 ', 60_000],
    ['Fri, 02 Jan 2026 10:01:30 GMT', 90_000],
    ['Fri, 02 Jan 2026 09:00:00 GMT', 0],
  ])('reads %j as %s ms', (header, expected) => {
    expect(parseRetryAfter(header, NOW)).toBe(expected);
  });
});
