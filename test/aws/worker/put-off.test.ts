import { describe, expect, it } from 'vitest';
import { MoveLimitError } from '../../../lib/aws/registries/move-limit.ts';
import { firstMessage } from '../../../lib/aws/sqs/sync-message.ts';
import { OutOfTimeError } from '../../../lib/aws/worker/errors.ts';
import { type PutOffCall, putOff } from '../../../lib/aws/worker/put-off.ts';
import { LeaseHeldError } from '../../../lib/mirror/errors.ts';
import { BusyError } from '../../support/busy-error.ts';
import { lastingFailure, passingFailure } from '../../support/failure.ts';
import { syncRequest } from '../../support/run-builder.ts';

const NOW = 1_767_225_600_000;
const HOUR = 3_600_000;
const SECOND = 1_000;
const MESSAGE = firstMessage(syncRequest(), NOW);

function call(given: Partial<PutOffCall> = {}): PutOffCall {
  const delivery = { message: MESSAGE, receives: 1, maxReceives: 5, hasProgress: false };
  return { ...delivery, now: NOW, random: 0, ...given };
}

describe('putOff', () => {
  it.each([
    ['a failure that stays', lastingFailure()],
    ['a defect', new TypeError('x is not a function')],
  ])('takes %s for the outcome', (_, failure) => {
    expect(putOff(failure, call())).toBeUndefined();
  });

  describe('a failure that may pass', () => {
    it.each([
      [1, 30],
      [2, 60],
      [3, 120],
      [4, 240],
    ])('comes back, after receive %i in %i s', (receives, seconds) => {
      const off = putOff(passingFailure(), call({ receives }));

      expect(off).toEqual({ kind: 'retry', afterMs: seconds * SECOND });
    });

    it('comes back a quarter later at the most, and within 15 minutes', () => {
      expect(putOff(passingFailure(), call({ random: 1 }))).toMatchObject({ afterMs: 37_500 });
      const late = call({ receives: 9, maxReceives: 20, random: 1 });
      expect(putOff(passingFailure(), late)).toMatchObject({ afterMs: 900 * SECOND });
    });

    it.each([
      ['the last receive', call({ receives: 5 })],
      [
        'the last attempt, in several messages',
        call({ message: { ...MESSAGE, attempt: 4 }, receives: 2 }),
      ],
      ['a day', call({ now: NOW + 24 * HOUR })],
    ])('is the outcome after %s', (_, options) => {
      expect(putOff(passingFailure(), options)).toBeUndefined();
    });
  });

  it('sends what is too large to the copy lane, as the same attempt', () => {
    const off = putOff(new MoveLimitError(1), call({ receives: 2 }));

    const message = { ...MESSAGE, attempt: 2, sequence: 1 };
    expect(off).toEqual({ kind: 'copy-lane', message });
  });

  it('comes back for a lease that another worker holds, which is no attempt', () => {
    const off = putOff(new LeaseHeldError('a:1', 3_000), call({ receives: 5 }));

    const message = { ...MESSAGE, attempt: 5, deferrals: 1, sequence: 1 };
    expect(off).toEqual({ kind: 'follow', message, afterMs: 60 * SECOND });
  });

  it.each([
    ['as long as it asks', new BusyError('throttled', 300 * SECOND), 0, 300],
    ['15 minutes at the most', new BusyError('throttled', 3_600 * SECOND), 0, 900],
    ['half a minute where it does not say how long', new BusyError('throttled'), 0, 30],
    ['longer each time', new BusyError('throttled', 60 * SECOND), 4, 480],
    [
      'as long as it asks, busy for whatever reason',
      new BusyError('transient', 16 * SECOND),
      0,
      30,
    ],
  ])('leaves a registry alone for %s, which is no attempt', (_, failure, deferrals, seconds) => {
    const off = putOff(failure, call({ message: { ...MESSAGE, deferrals }, receives: 5 }));

    expect(off).toMatchObject({
      kind: 'follow',
      message: { attempt: 5, deferrals: deferrals + 1 },
      afterMs: seconds * SECOND,
    });
  });

  it.each([
    ['a lease', new LeaseHeldError('a:1', 3_000)],
    ['a registry', new BusyError('throttled', 60 * SECOND)],
    ['time', new OutOfTimeError()],
  ])('waits no longer than a day for %s', (_, failure) => {
    const late = call({ now: NOW + 24 * HOUR, hasProgress: true });

    expect(putOff(failure, late)).toBeUndefined();
  });

  describe('an end of time', () => {
    it('hands on at once what came further', () => {
      const off = putOff(new OutOfTimeError(), call({ hasProgress: true }));

      const message = { ...MESSAGE, hops: 1, sequence: 1 };
      expect(off).toEqual({ kind: 'follow', message, afterMs: 0 });
    });

    it('is a failed attempt where nothing arrived', () => {
      const stuck = { ...MESSAGE, attempt: 4 };
      expect(putOff(new OutOfTimeError(), call({ message: stuck }))).toMatchObject({
        message: { attempt: 5, hops: 1 },
      });

      const last = { ...MESSAGE, attempt: 5 };
      expect(putOff(new OutOfTimeError(), call({ message: last }))).toBeUndefined();
    });

    it('is the outcome after 500 hops', () => {
      const message = { ...MESSAGE, hops: 500 };

      expect(putOff(new OutOfTimeError(), call({ message, hasProgress: true }))).toBeUndefined();
    });
  });
});
