import { describe, expect, it } from 'vitest';
import { beforeDeadline } from '../../lib/mirror/before-deadline.ts';
import { ManualClock } from '../support/manual-clock.ts';

describe('beforeDeadline', () => {
  const clock = new ManualClock();

  it('resolves to what the work comes to, and waits for nothing', async () => {
    const untilMs = clock.now() + 1_000;

    expect(await beforeDeadline({ clock, untilMs }, async () => 'done')).toBe('done');
    expect(clock.sleepers).toBe(0);
  });

  it.each([
    ['rejects', async (signal?: AbortSignal) => signal?.throwIfAborted()],
    ['makes something of it', async () => 'half of it'],
  ])('ends work at the deadline that then %s', async (_, end) => {
    const work = beforeDeadline({ clock, untilMs: clock.now() + 1_000 }, async ({ signal }) => {
      clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
      expect(signal?.aborted).toBe(true);
      return await end(signal);
    });

    expect(await work).toBeUndefined();
  });

  it('begins nothing after the deadline', async () => {
    let isBegun = false;
    const work = async () => {
      isBegun = true;
    };

    expect(await beforeDeadline({ clock, untilMs: clock.now() }, work)).toBeUndefined();
    expect(isBegun).toBe(false);
  });

  it('passes failures on, and the abort of the caller', async () => {
    const failure = new Error('the ledger is gone');
    const untilMs = clock.now() + 1_000;
    const signal = AbortSignal.abort(failure);

    await expect(beforeDeadline({ clock, untilMs }, () => Promise.reject(failure))).rejects.toBe(
      failure,
    );
    const aborted = beforeDeadline({ clock, untilMs, signal }, async (call) =>
      call.signal?.throwIfAborted(),
    );
    await expect(aborted).rejects.toBe(failure);
  });
});
