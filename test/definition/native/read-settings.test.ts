import { describe, expect, it } from 'vitest';
import type { ParseDefinitionOptions } from '../../../lib/definition/parse.ts';
import { DEFAULT_SETTINGS } from '../../../lib/definition/settings.ts';
import { problemsOf, read } from '../read.ts';

interface Words {
  readonly image?: string;
  readonly defaults?: string;
}

function file({ image = '', defaults = '' }: Words): string {
  return `defaults: { ${defaults} }\nimages:\n  - { source: a/b:1, target: reg.example/b, ${image} }\n`;
}

function settingsOf(words: Words, options?: Partial<ParseDefinitionOptions>): object {
  const [{ source, target, place, kind, ...settings } = {}] = read(file(words), options).images;
  return settings;
}

const OVERWRITE = { onConflict: 'overwrite', platforms: ['linux/arm64'] } as const;

describe('settings of an image', () => {
  it.each([
    ['onConflict: keep', { onConflict: 'keep' }],
    ['platforms: [linux/amd64, "linux/*"]', { platforms: ['linux/amd64', 'linux/*'] }],
    ['platforms: [linux/x86_64, linux/amd64]', { platforms: ['linux/amd64'] }],
    ['requirePlatforms: [linux/arm/v7]', { requirePlatforms: ['linux/arm/v7'] }],
    ['index: single', { index: 'single' }],
    ['referrers: false', { referrers: false }],
    ['referrers: { artifactTypes: [a/b] }', { referrers: { artifactTypes: ['a/b'] } }],
    ['referrersRecheck: always', { referrersRecheckMs: 0 }],
    ['referrersRecheck: 0h', { referrersRecheckMs: 0 }],
    ['referrersRecheck: never', { referrersRecheckMs: null }],
    ['referrersRecheck: 90s', { referrersRecheckMs: 90_000 }],
    ['referrersRecheck: 30m', { referrersRecheckMs: 1_800_000 }],
    ['referrersRecheck: 24h', { referrersRecheckMs: 86_400_000 }],
    ['referrersRecheck: 7d', { referrersRecheckMs: 604_800_000 }],
    ['foreignLayers: copy', { foreignLayers: 'copy' }],
  ])('are those of the image, else of the defaults: %s', (words, expected) => {
    const settings = { ...DEFAULT_SETTINGS, ...expected };

    expect(settingsOf({ image: words })).toEqual(settings);
    expect(settingsOf({ defaults: words })).toEqual(settings);
  });

  it.each([
    [{}, {}, DEFAULT_SETTINGS],
    [
      {
        image: 'onConflict: keep, referrers: true',
        defaults: 'onConflict: fail, referrers: false',
      },
      {},
      { ...DEFAULT_SETTINGS, onConflict: 'keep' },
    ],
    [
      { defaults: 'onConflict: keep, platforms: [linux/amd64]' },
      OVERWRITE,
      { ...DEFAULT_SETTINGS, ...OVERWRITE },
    ],
    [
      { image: 'onConflict: keep, platforms: [linux/amd64]' },
      OVERWRITE,
      { ...DEFAULT_SETTINGS, onConflict: 'keep', platforms: ['linux/amd64'] },
    ],
  ])('come from %j before the command line %j before the defaults', (words, options, expected) => {
    expect(settingsOf(words, options)).toEqual(expected);
  });

  it.each([
    ['linux/amd64', 'linux/amd64'],
    ['linux/*', 'linux/arm/v7'],
    ['linux/arm64', '*/arm64'],
    ['windows/amd64:10.0', 'windows/amd64:10.0.17763'],
    ['windows/amd64:10.0.17763', 'windows/amd64:10.0'],
    ['windows/amd64', 'windows/amd64:10.0'],
  ])('keep with %s what may be %s', (kept, required) => {
    const image = `platforms: ["${kept}"], requirePlatforms: ["${required}"]`;

    expect(problemsOf(file({ image }))).toEqual([]);
  });

  it.each([
    ['linux/amd64', 'linux/arm64'],
    ['linux/arm/v7', 'linux/arm/v6'],
    ['windows/amd64:10.0.1', 'windows/amd64:10.0.17763'],
  ])('cannot require, with %s kept, %s', (kept, required) => {
    const platforms = `platforms: ["${kept}"]`;
    const requirePlatforms = `requirePlatforms: ["${required}"]`;
    const message = `requirePlatforms asks for ${required}, which platforms removes`;
    const hint = `add ${required} to platforms, or remove it from the other`;
    const lineOf = (words: Words) => problemsOf(file(words)).map(([line]) => line);

    expect(problemsOf(file({ image: `${platforms}, ${requirePlatforms}` }))).toEqual([
      [3, expect.any(Number), message, hint],
    ]);
    expect(lineOf({ image: platforms, defaults: requirePlatforms })).toEqual([3]);
    expect(lineOf({ image: requirePlatforms, defaults: platforms })).toEqual([3]);
    expect(lineOf({ defaults: `${platforms}, ${requirePlatforms}` })).toEqual([1]);
  });

  it('are refused where an item names no platform', () => {
    const problem = (column: number) => [
      3,
      column,
      expect.stringMatching(/^"amd64" names no platform/),
      expect.stringMatching(/^write os\/architecture/),
    ];
    const image = 'platforms: [linux/amd64, amd64], requirePlatforms: [amd64]';

    expect(problemsOf(file({ image }))).toEqual([problem(70), problem(97)]);
  });

  it('are refused at the flag that they come from', () => {
    const parse = () => read(file({}), { platforms: ['amd64'] });

    expect(parse).toThrow(/^--platform:1:1: "amd64" names no platform/);
  });
});
