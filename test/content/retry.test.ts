import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type RetryOptions, retrying } from '../../lib/content/retry.ts';
import { type ErrorKind, SyncerError } from '../../lib/errors.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { SkippingClock } from '../support/skipping-clock.ts';

class Failure extends SyncerError {
  readonly kind: ErrorKind = 'transient';
  readonly code = 'CONNECTION_LOST';
  readonly hint = 'try again';
  readonly retryable: boolean;
  override readonly retryAfterMs: number | undefined;

  constructor(retryable: boolean, retryAfterMs?: number) {
    super('failed');
    this.retryable = retryable;
    this.retryAfterMs = retryAfterMs;
  }
}

class Throttle extends Failure {
  override readonly kind = 'throttled';

  constructor(retryAfterMs?: number) {
    super(true, retryAfterMs);
  }
}

/** One that was known before anything was asked. */
class Limit extends Throttle {
  override readonly isForeseen = true;
}

describe('retrying', () => {
  let clock: SkippingClock;
  let attempts: number;

  beforeEach(() => {
    clock = new SkippingClock();
    attempts = 0;
  });

  /** Fails with `failures` one after another, then succeeds. */
  function run(failures: readonly unknown[], options: RetryOptions = {}, random = 0) {
    const operation = async () => {
      const failure = failures[attempts];
      attempts += 1;
      if (failure !== undefined) throw failure;
      return 'done';
    };
    return retrying(operation, { retries: 10, clock, random: () => random }, options);
  }

  it('does not wait before the first attempt', async () => {
    await expect(run([])).resolves.toBe('done');

    expect(clock.slept).toEqual([]);
  });

  it('doubles the delay up to a minute', async () => {
    await run(Array.from({ length: 9 }, () => new Failure(true)));

    expect(clock.slept).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('adds up to a quarter of jitter, also to what the other side asked for', async () => {
    await run([new Failure(true), new Failure(true, 8000)], {}, 1);

    expect(clock.slept).toEqual([625, 10_000]);
  });

  it.each([
    [0, 0],
    [7000, 7000],
    [3_600_000, 60_000],
  ])('waits as asked, %i ms, but not for ever', async (asked, waited) => {
    await run([new Failure(true, asked)]);

    expect(clock.slept).toEqual([waited]);
  });

  it('does not wait for whoever asks for more time than there is patience', async () => {
    const [short, long] = [new Failure(true, 15_000), new Failure(true, 15_001)];
    const failures = [short, long];
    const operation = async () => {
      throw failures.shift();
    };
    const policy = { retries: 10, clock, random: () => 0, patienceMs: 15_000 };

    await expect(retrying(operation, policy)).rejects.toBe(long);

    expect(clock.slept).toEqual([15_000]);
  });

  it('counts a throttle as a failure', async () => {
    const throttles = Array.from({ length: 20 }, () => new Throttle(1000));

    await expect(run(throttles)).rejects.toBe(throttles[10]);
  });

  it('counts no limit that was known before', async () => {
    const throttles = Array.from({ length: 20 }, () => new Limit(1000));

    await expect(run(throttles)).resolves.toBe('done');

    expect(attempts).toBe(21);
  });

  it('does not bear a throttle for ever that asks for no time', async () => {
    const throttles = Array.from({ length: 1000 }, () => new Throttle(0));

    await expect(run(throttles)).rejects.toBeInstanceOf(Throttle);

    expect(attempts).toBeLessThan(100);
  });

  it('bears no throttle where nothing is repeated', async () => {
    const policy = { retries: 0, clock, random: () => 0 };
    const throttled = async () => {
      attempts += 1;
      throw new Throttle(0);
    };

    await expect(retrying(throttled, policy)).rejects.toBeInstanceOf(Throttle);

    expect(attempts).toBe(1);
  });

  it('bears throttles no longer than there is patience', async () => {
    const throttles = Array.from({ length: 100 }, () => new Limit());

    await expect(run(throttles)).rejects.toBe(throttles[65]);

    expect(clock.slept.reduce((sum, ms) => sum + ms)).toBeLessThanOrEqual(3_600_000);
  });

  it('counts anew when a call came further than those before it', async () => {
    const hasProgressed = () => attempts === 3;

    await run(
      [1, 2, 3, 4].map(() => new Failure(true)),
      { hasProgressed },
    );

    expect(clock.slept).toEqual([500, 1000, 500, 1000]);
  });

  it('surfaces the last failure after so many retries', async () => {
    const failures = Array.from({ length: 11 }, () => new Failure(true));

    await expect(run(failures)).rejects.toBe(failures.at(-1));

    expect(attempts).toBe(11);
  });

  it.each([
    ['cannot pass', new Failure(false)],
    ['is a defect', new TypeError('x is not a function')],
    ['is no error', 'failed'],
  ])('does not repeat what %s', async (_, failure) => {
    await expect(run([failure])).rejects.toBe(failure);

    expect(attempts).toBe(1);
  });

  it('leaves failures to their own owner', async () => {
    const [first, second] = [new Failure(true), new Failure(true)];

    await expect(run([first, second], { isOurs: (e) => e === first })).rejects.toBe(second);

    expect(attempts).toBe(2);
  });

  it.each([
    ['a failure that may pass', true],
    ['a failure that cannot pass', false],
  ])('surfaces the reason of an abort instead of %s', async (_, retryable) => {
    const abort = new AbortController();
    const reason = new Error('interrupted');
    const failing = async () => {
      abort.abort(reason);
      throw new Failure(retryable);
    };
    const policy = { retries: 3, clock, random: () => 0 };

    await expect(retrying(failing, policy, { signal: abort.signal })).rejects.toBe(reason);

    expect(clock.slept).toEqual([]);
  });

  it('ends a wait at once when it is aborted', async () => {
    const manual = new ManualClock();
    const abort = new AbortController();
    const reason = new Error('interrupted');
    const operation = vi.fn().mockRejectedValue(new Failure(true));
    const policy = { retries: 3, clock: manual, random: () => 0 };
    const waiting = retrying(operation, policy, { signal: abort.signal });
    await vi.waitFor(() => expect(manual.sleepers).toBe(1));

    abort.abort(reason);

    await expect(waiting).rejects.toBe(reason);
    expect(manual.sleepers).toBe(0);
    expect(operation).toHaveBeenCalledTimes(1);
  });
});
