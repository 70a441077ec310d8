import pMap from 'p-map';
import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../scripts/simulate/virtual-clock.ts';
import { SeededRandom } from '../../support/random.ts';

describe('VirtualClock', () => {
  let clock: VirtualClock;

  beforeEach(() => {
    clock = new VirtualClock(1_000);
  });

  it('moves on to whoever wakes first, and wakes all in the order of their times', async () => {
    const random = new SeededRandom(7);
    const delays = Array.from({ length: 500 }, () => random.integer(100_000));
    const woken: number[] = [];
    const sleepFor = async (ms: number) => {
      await clock.sleep(ms);
      woken.push(ms);
      expect(clock.now()).toBe(1_000 + ms);
    };

    await clock.run(pMap(delays, sleepFor));

    expect(woken).toEqual(delays.toSorted((one, other) => one - other));
  });

  it('waits for whoever goes on without sleeping', async () => {
    const work = async () => {
      for (let step = 0; step < 100; step += 1) await Promise.resolve();
      return clock.now();
    };
    const sleeping = clock.sleep(50);

    expect(await clock.run(work())).toBe(1_000);
    await clock.run(sleeping);
  });

  it('lets nobody wake who was interrupted, and rejects with the reason', async () => {
    const controller = new AbortController();
    const reason = new Error('no time');
    const sleeping = clock.sleep(60_000, { signal: controller.signal });
    clock.after(10, () => controller.abort(reason));

    await expect(clock.run(sleeping)).rejects.toBe(reason);

    expect(clock.now()).toBe(1_010);
  });

  it('tells where everybody waits for somebody else', async () => {
    await expect(clock.run(new Promise(() => {}))).rejects.toThrow('everybody waits');
  });
});
