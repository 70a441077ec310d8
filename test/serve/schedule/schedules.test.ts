import { describe, expect, it } from 'vitest';
import { cronSchedule } from '../../../lib/serve/schedule/cron-schedule.ts';
import { parseEvery } from '../../../lib/serve/schedule/every-schedule.ts';

function times(expression: string, after: string, count: number): string[] {
  const schedule = cronSchedule(expression, 'Europe/Berlin');
  const found: number[] = [];
  for (let at = Date.parse(after); found.length < count; found.push(at)) {
    at = schedule.next(at) ?? Number.NaN;
  }
  return found.map((at) => new Date(at).toISOString());
}

describe('parseEvery', () => {
  it.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['6h', 21_600_000],
    ['1d', 86_400_000],
  ])('reads %s', (text, ms) => {
    expect(parseEvery(text).next(7)).toBe(7 + ms);
  });

  it('has no time where it is never', () => {
    expect(parseEvery('never').next(0)).toBeUndefined();
  });

  it.each(['59s', '0h', '', 'always', '6 h', '99999999999d'])('refuses "%s"', (text) => {
    expect(() => parseEvery(text)).toThrow('is no interval');
  });
});

describe('cronSchedule', () => {
  it('comes after an hour that is left out', () => {
    expect(times('30 2 * * *', '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  it('comes once in an hour that is doubled', () => {
    expect(times('30 2 * * *', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it.each([
    ['61 * * * *', undefined, 'is no cron expression'],
    ['2030-01-01T00:00:00', undefined, 'is no cron expression'],
    ['0 0 30 2 *', undefined, 'never comes'],
    ['0 0 * * *', 'Mars/Olympus', 'is unknown'],
  ])('refuses %s in %s', (expression, timeZone, message) => {
    expect(() => cronSchedule(expression, timeZone)).toThrow(message);
  });
});
