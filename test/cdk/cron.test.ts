import { describe, expect, it } from 'vitest';
import { isCron } from '../../lib/cdk/cron.ts';

describe('isCron', () => {
  it.each([
    'cron(0 5 * * ? *)',
    'cron(15,45 0-6/2 ? JAN-MAR,dec MON-FRI 2026-2199)',
    'cron(0/15 * L * ? *)',
    'cron(0 8 15W * ? 2030/2)',
    'cron(0 8 ? * 6L *)',
    'cron(0 8 ? * TUE#2 *)',
  ])('takes %s', (expression) => {
    expect(isCron(expression)).toBe(true);
  });

  it.each([
    ['five fields', 'cron(0 5 * * ?)'],
    ['seven fields', 'cron(0 0 5 * * ? *)'],
    ['both days', 'cron(0 5 * * * *)'],
    ['none of both days', 'cron(0 5 ? * ? *)'],
    ['a minute that no hour has', 'cron(60 5 * * ? *)'],
    ['a month that no year has', 'cron(0 5 * FOO ? *)'],
    ['Sunday as zero', 'cron(0 5 ? * 0 *)'],
    ['steps of nothing', 'cron(0/0 5 * * ? *)'],
    ['a range of three', 'cron(1-2-3 5 * * ? *)'],
    ['an empty item', 'cron(0, 5 * * ? *)'],
    ['no parentheses', '0 5 * * ? *'],
  ])('refuses %s', (_, expression) => {
    expect(isCron(expression)).toBe(false);
  });
});
