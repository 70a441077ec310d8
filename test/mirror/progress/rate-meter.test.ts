import { describe, expect, it } from 'vitest';
import { RateMeter } from '../../../lib/mirror/progress/rate-meter.ts';

/** Reads `meter` every 100 ms from one time to the other while `speed` bytes a second arrive. */
function advance(
  meter: RateMeter,
  [begin, end]: [number, number],
  bytesAt: (ms: number) => number,
) {
  for (let now = begin + 100; now <= end; now += 100) meter.observe(bytesAt(now), now);
}

describe('RateMeter', () => {
  it('is at a steady speed from the first reading on', () => {
    const meter = new RateMeter(0);

    meter.observe(100, 100);

    expect(meter.rate).toBeCloseTo(1000);
  });

  it('follows a change of speed within some seconds, not at once', () => {
    const meter = new RateMeter(0);
    advance(meter, [0, 20_000], (now) => now);

    advance(meter, [20_000, 21_000], () => 20_000);
    const soon = meter.rate;
    advance(meter, [21_000, 35_000], () => 20_000);

    expect(soon).toBeGreaterThan(600);
    expect(soon).toBeLessThan(900);
    expect(meter.rate).toBeLessThan(50);
  });

  it('is never negative when an upload starts over', () => {
    const meter = new RateMeter(0);

    meter.observe(1000, 100);
    meter.observe(0, 200);

    expect(meter.rate).toBeGreaterThan(0);
    expect(meter.rate).toBeLessThan(10_000);
  });

  it('learns nothing from a reading that took no time', () => {
    const meter = new RateMeter(5);

    meter.observe(1000, 5);
    const before = meter.rate;
    meter.observe(2000, 1005);

    expect(before).toBe(0);
    expect(meter.rate).toBeCloseTo(2000);
  });
});
