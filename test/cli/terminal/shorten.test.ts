import { describe, expect, it } from 'vitest';
import { shortenMiddle } from '../../../lib/cli/terminal/shorten.ts';

describe('shortenMiddle', () => {
  it('leaves text that fits', () => {
    expect(shortenMiddle('busybox:1', 9)).toBe('busybox:1');
  });

  it('keeps more of the end than of the beginning', () => {
    expect(shortenMiddle('registry.example/library/busybox:1', 21)).toBe('regis…brary/busybox:1');
  });

  it.each([0, 1, 2, 3, 10])('fits %d characters', (width) => {
    expect(shortenMiddle('registry.example/busybox:1', width)).toHaveLength(width);
  });
});
