import { describe, expect, it } from 'vitest';
import { parseSoakOptions } from '../../../scripts/soak/options.ts';

describe('parseSoakOptions', () => {
  it('soaks for half an hour unless told otherwise', () => {
    const options = parseSoakOptions(['--seed', '7']);

    expect(options).toMatchObject({
      durationMs: 1_800_000,
      changeEveryMs: 20_000,
      killEveryMs: 180_000,
      seed: 7,
    });
    expect(options.images).toBeGreaterThan(90 * 4);
  });

  it('kills nothing where it is told never to', () => {
    expect(parseSoakOptions(['--kill-every', 'never']).killEveryMs).toBeUndefined();
  });

  it.each([
    [['--minutes', '0'], '--minutes 0'],
    [['--change-every', '20'], '--change-every 20'],
    [['--kill-every', '3h'], '--kill-every 3h'],
    [['--images', 'many'], '--images many'],
  ])('refuses %s', (args, named) => {
    expect(() => parseSoakOptions(args)).toThrow(named);
  });
});
