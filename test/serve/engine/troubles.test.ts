import { describe, expect, it } from 'vitest';
import { Troubles } from '../../../lib/serve/engine/troubles.ts';
import { passingFailure } from '../../support/failure.ts';
import { ManualClock } from '../../support/manual-clock.ts';

describe('Troubles', () => {
  it('is more patient with each failure, and anew after it was mended', () => {
    const clock = new ManualClock();
    const troubles = new Troubles(clock);
    const delays = [1, 2, 3].map(() => {
      const afterMs = troubles.note('pull', passingFailure());
      clock.advance(afterMs);
      return afterMs;
    });

    expect(delays).toEqual([30_000, 60_000, 120_000]);
    expect(troubles.mend('pull')).toBe(passingFailure().message);
    expect(troubles.mend('pull')).toBeUndefined();
    expect(troubles.note('pull', passingFailure())).toBe(30_000);
  });

  it('takes failures at one time for one', () => {
    const clock = new ManualClock();
    const troubles = new Troubles(clock);
    troubles.note('ledger', passingFailure());
    clock.advance(10_000);

    expect(troubles.note('ledger', passingFailure())).toBe(20_000);
    expect(troubles.problems).toHaveLength(1);
    expect(troubles.againAt('ledger')).toBe(clock.now() + 20_000);
    expect(troubles.againAt('pull')).toBe(Infinity);
  });
});
