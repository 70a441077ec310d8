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

  it('comes on days of the month and of the week alike, as cron does', () => {
    expect(times('0 1 13 * 5', '2026-01-01T12:00:00Z', 3)).toEqual([
      '2026-01-02T00:00:00.000Z',
      '2026-01-09T00:00:00.000Z',
      '2026-01-13T00:00:00.000Z',
    ]);
  });

  it('comes after the time that is told, not at it', () => {
    const schedule = cronSchedule('0 */6 * * *', 'UTC');
    const at = Date.UTC(2026, 0, 1, 6);

    expect(schedule.next(at)).toBe(at + 6 * 3_600_000);
    expect(schedule.next(at - 1)).toBe(at);
  });

  it('says when it comes', () => {
    expect(cronSchedule('0 0 * * *').words).toBe('cron 0 0 * * *');
    expect(cronSchedule('0 0 * * *', 'UTC').words).toBe('cron 0 0 * * * in UTC');
  });

  it.each([
    ['61 * * * *', undefined, 'is no cron expression'],
    ['*/30 * * * * *', undefined, 'has 6 fields, and a cron expression five'],
    ['0 0 0 1 1 * 2030', undefined, 'has 7 fields'],
    ['2030-01-01T00:00:00', undefined, 'has one field'],
    ['@daily', undefined, 'has one field'],
    ['0 0 30 2 *', undefined, 'never comes'],
    ['0 0 * * *', 'Mars/Olympus', 'is unknown'],
  ])('refuses %s in %s', (expression, timeZone, message) => {
    expect(() => cronSchedule(expression, timeZone)).toThrow(message);
  });
});
