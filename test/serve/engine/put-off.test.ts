import { describe, expect, it } from 'vitest';
import { LeaseHeldError } from '../../../lib/mirror/errors.ts';
import { putOff, type Tries } from '../../../lib/serve/engine/put-off.ts';
import { BusyError } from '../../support/busy-error.ts';
import { lastingFailure, passingFailure } from '../../support/failure.ts';

const NOW = 1_767_225_600_000;
const DAY = 86_400_000;
const CALL = { now: NOW, random: 0 };

function tries(given: Partial<Tries> = {}): Tries {
  return { attempts: 1, deferrals: 0, since: NOW, ...given };
}

describe('putOff', () => {
  it.each([
    ['a failure that stays', lastingFailure()],
    ['a defect', new TypeError('x is not a function')],
  ])('takes %s for the outcome', (_, failure) => {
    expect(putOff(failure, tries(), CALL)).toBeUndefined();
  });

  it.each([
    [1, 30],
    [2, 60],
    [3, 120],
    [4, 240],
  ])('tries what may pass again, after attempt %i in %i s', (attempts, seconds) => {
    const again = putOff(passingFailure(), tries({ attempts }), CALL);

    expect(again).toEqual({ afterMs: seconds * 1000, isAttempt: true });
  });

  it.each([
    ['five attempts', { attempts: 5 }],
    ['a day', { since: NOW - DAY }],
  ])('gives up after %s', (_, given) => {
    expect(putOff(passingFailure(), tries(given), CALL)).toBeUndefined();
  });

  it.each([2_000, 100_000])(
    'gives a registry the %i ms that it asks for, which counts as no attempt',
    (ms) => {
      const failure = new BusyError('throttled', ms);
      const tried = tries({ attempts: 5, deferrals: 9 });

      expect(putOff(failure, tried, CALL)).toEqual({ afterMs: ms, isAttempt: false });
    },
  );

  it('is more patient with a registry the longer that says nothing of how long', () => {
    const after = [0, 1, 9].map(
      (deferrals) => putOff(new BusyError('throttled'), tries({ deferrals }), CALL)?.afterMs,
    );

    expect(after).toEqual([30_000, 60_000, 900_000]);
  });

  it('waits for another run that writes the same target', () => {
    const failure = new LeaseHeldError('mirror.example/busybox:1', 15_000);

    expect(putOff(failure, tries({ attempts: 5 }), CALL)).toEqual({
      afterMs: 15_000,
      isAttempt: false,
    });
  });

  it('spreads what comes back', () => {
    expect(putOff(passingFailure(), tries(), { now: NOW, random: 1 })?.afterMs).toBe(37_500);
  });
});
