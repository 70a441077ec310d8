import { describe, expect, it } from 'vitest';
import { RequestLimit } from '../../../scripts/soak/request-limit.ts';

const LIMIT = { requests: 3, windowMs: 1000 } as const;

function exceeding(times: readonly number[]): readonly number[] {
  const limit = new RequestLimit(LIMIT);
  return times.filter((time) => limit.isExceeded(time));
}

describe('RequestLimit', () => {
  it('is exceeded by one request more than it allows, and then begins anew', () => {
    expect(exceeding([1, 2, 3, 4, 5, 6, 7, 8])).toEqual([4, 8]);
  });

  it('is not exceeded by as many in a longer time', () => {
    expect(exceeding([0, 400, 800, 1200, 1600])).toEqual([]);
  });

  it('looks at any window, wherever it begins', () => {
    expect(exceeding([0, 900, 950, 1100, 1150])).toEqual([1150]);
  });
});
