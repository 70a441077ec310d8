import { describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/mirror/system-clock.ts';

describe('systemClock', () => {
  it('tells the time of the machine', () => {
    const before = Date.now();

    const now = systemClock.now();

    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it.each([1, 0, -1])('ends a sleep of %i ms', async (ms) => {
    await expect(systemClock.sleep(ms)).resolves.toBeUndefined();
  });

  it.each(['before', 'during'])(
    'rejects with the reason of an abort %s the sleep',
    async (when) => {
      const controller = new AbortController();
      const reason = new Error('stop');
      if (when === 'before') controller.abort(reason);

      const sleep = systemClock.sleep(60_000, { signal: controller.signal });
      controller.abort(reason);

      await expect(sleep).rejects.toBe(reason);
    },
  );

  it('sleeps on when a sleep is longer than a timer can be', async () => {
    const controller = new AbortController();
    const reason = new Error('stop');

    const sleep = systemClock.sleep(2 ** 31, { signal: controller.signal });
    await systemClock.sleep(10);
    controller.abort(reason);

    await expect(sleep).rejects.toBe(reason);
  });
});
