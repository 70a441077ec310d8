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
    ['86400', 86_400_000],
    ['Sat, 03 Jan 2026 10:00:00 GMT', 86_400_000],
    ['86401', undefined],
    ['Sat, 03 Jan 2026 10:00:01 GMT', undefined],
    ['Fri, 31 Dec 9999 23:59:59 GMT', undefined],
    ['9'.repeat(400), undefined],
  ])('reads %j as %s ms', (header, expected) => {
    expect(parseRetryAfter(header, NOW)).toBe(expected);
  });
});
