import { describe, expect, it } from 'vitest';
import {
  ARCHITECTURE,
  type PlatformWords,
  SYSTEM,
  selectorsOf,
} from '../../../lib/cli/options/platform-words.ts';
import { matchesPlatform, parsePlatformSelector } from '../../../lib/oci/platform-selector.ts';

const CASES: readonly (readonly [PlatformWords, readonly string[] | undefined])[] = [
  [{}, undefined],
  [{ platform: ['linux/amd64', 'linux/arm'] }, ['linux/amd64', 'linux/arm']],
  [{ os: ['linux'] }, ['linux/*']],
  [{ arch: ['amd64'] }, ['*/amd64/*']],
  [{ os: ['linux'], arch: ['amd64', 'arm64'] }, ['linux/amd64/*', 'linux/arm64/*']],
  [{ os: ['linux', 'windows'], arch: ['amd64'] }, ['linux/amd64/*', 'windows/amd64/*']],
  [{ arch: ['arm:v7'] }, ['*/arm/v7']],
  [{ arch: ['arm/v7'], os: ['linux'] }, ['linux/arm/v7']],
  [{ arch: ['linux/arm/v7'] }, ['linux/arm/v7']],
  [{ arch: ['linux/arm:v7'] }, ['linux/arm/v7']],
  [{ arch: ['linux/arm'] }, ['linux/arm/*']],
  [{ arch: ['linux/arm/v7', 'amd64'], os: ['windows'] }, ['linux/arm/v7', 'windows/amd64/*']],
  [{ os: ['windows:10.0.17763.5329'] }, ['windows/*:10.0.17763.5329']],
  [{ os: ['windows:10.0.17763.5329'], arch: ['amd64'] }, ['windows/amd64/*:10.0.17763.5329']],
  [{ os: ['linux', 'linux'], arch: ['*'] }, ['linux/*/*']],
];

describe('selectorsOf', () => {
  it.each(CASES)('makes of %j the selectors %j', (words, selectors) => {
    expect(selectorsOf(words)).toEqual(selectors);
  });

  it.each(CASES)('makes of %j what platforms are chosen by', (words) => {
    expect(() => (selectorsOf(words) ?? []).map(parsePlatformSelector)).not.toThrow();
  });

  it('means all variants by an architecture without one', () => {
    const [selector = ''] = selectorsOf({ arch: ['arm'] }) ?? [];

    const platforms = ['v5', 'v6', 'v7'].map((variant) => ({
      os: 'linux',
      architecture: 'arm',
      variant,
    }));
    const chosen = platforms.map((one) => matchesPlatform(parsePlatformSelector(selector), one));
    expect(chosen).toEqual([true, true, true]);
  });
});

describe('the words for --os and --arch', () => {
  it.each(['linux', 'windows:10.0.17763.5329', '*'])('are systems such as %s', (word) => {
    expect(word).toMatch(SYSTEM);
  });

  it.each(['', 'linux/amd64', 'linux:', ':v7', 'linux:a:b'])(
    'are no systems such as "%s"',
    (word) => {
      expect(word).not.toMatch(SYSTEM);
    },
  );

  it.each(['amd64', 'x86_64', 'arm:v7', 'arm/v7', 'linux/arm', 'linux/arm/v7', '*'])(
    'are architectures such as %s',
    (word) => {
      expect(word).toMatch(ARCHITECTURE);
    },
  );

  it.each(['', 'arm:', '/arm', 'linux/arm/v7/x', 'linux:arm:v7', 'a b'])(
    'are no architectures such as "%s"',
    (word) => {
      expect(word).not.toMatch(ARCHITECTURE);
    },
  );
});
