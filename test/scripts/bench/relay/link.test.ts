import { describe, expect, it } from 'vitest';
import { Link } from '../../../../scripts/bench/relay/link.ts';

describe('Link', () => {
  it('delays whatever is sent by the same time', () => {
    const link = new Link({ delayMs: 25, openAtMs: 0 });

    expect([link.arrivalOf(1, 100), link.arrivalOf(1_000_000, 110)]).toEqual([125, 135]);
  });

  it('sends nothing before it is open', () => {
    const link = new Link({ delayMs: 25, openAtMs: 50 });

    expect(link.arrivalOf(1, 0)).toBe(75);
  });

  it('sends one byte after another at its rate', () => {
    const link = new Link({ delayMs: 25, bytesPerSecond: 1000, openAtMs: 0 });

    expect([link.arrivalOf(100, 0), link.arrivalOf(100, 10)]).toEqual([125, 225]);
  });

  it('does not make up for the time in which nothing was sent', () => {
    const link = new Link({ delayMs: 25, bytesPerSecond: 1000, openAtMs: 0 });
    link.arrivalOf(100, 0);

    expect(link.arrivalOf(100, 10_000)).toBe(10_125);
  });
});
