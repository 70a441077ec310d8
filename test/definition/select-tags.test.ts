import { describe, expect, it } from 'vitest';
import type { TagPattern, TagSelection } from '../../lib/definition/definition.ts';
import { selectTags, unmatched } from '../../lib/definition/select-tags.ts';

const VERSIONS = [
  'latest',
  'v3.4.9',
  'v3.5.0-rc.0',
  'v3.5.0',
  '3.6',
  'v3.6.1_build',
  'v4.0.0-rc.1',
  'edge',
  'v4.0.0',
  '3.6',
];

function select(selection: Partial<TagSelection>, tags = VERSIONS): readonly string[] {
  return selectTags(tags, { exclude: [], ...selection });
}

function glob(text: string): TagPattern {
  return { kind: 'glob', text };
}

function within(range: string, prerelease = false): Pick<TagSelection, 'semver'> {
  return { semver: { range, prerelease } };
}

describe('selectTags', () => {
  it('returns every tag once, in the order of the list', () => {
    expect(select({})).toEqual([...new Set(VERSIONS)]);
  });

  it('leaves out what exclude matches of what include does', () => {
    const selection = { include: [glob('v3*'), glob('v4*')], exclude: [glob('*-rc*')] };

    expect(select(selection)).toEqual(['v3.4.9', 'v3.5.0', 'v3.6.1_build', 'v4.0.0']);
  });

  it.each([
    ['>=3.5 <4', false, ['v3.5.0', '3.6', 'v3.6.1_build']],
    ['>=3.5 <4', true, ['v3.5.0-rc.0', 'v3.5.0', '3.6', 'v3.6.1_build']],
    ['*', false, ['v3.4.9', 'v3.5.0', '3.6', 'v3.6.1_build', 'v4.0.0']],
    ['>=3.5.0-rc.0 <3.6', false, ['v3.5.0-rc.0', 'v3.5.0']],
    ['>=3.5.0-rc.0', false, ['v3.5.0-rc.0', 'v3.5.0', '3.6', 'v3.6.1_build', 'v4.0.0']],
    ['3.4.x || >=4', true, ['v3.4.9', 'v4.0.0-rc.1', 'v4.0.0']],
  ])('keeps the versions within %s, pre-releases: %s', (range, prerelease, expected) => {
    expect(select(within(range, prerelease))).toEqual(expected);
  });

  it.each([
    [1, ['v4.0.0']],
    [3, ['v3.6.1_build', 'v4.0.0-rc.1', 'v4.0.0']],
    [
      8,
      ['v3.4.9', 'v3.5.0-rc.0', 'v3.5.0', '3.6', 'v3.6.1_build', 'v4.0.0-rc.1', 'edge', 'v4.0.0'],
    ],
    [100, [...new Set(VERSIONS)]],
  ])('keeps the newest %i, by version before list order', (latest, expected) => {
    expect(select({ latest })).toEqual(expected);
  });

  it('compares numbers by value, wherever they stand in the list', () => {
    expect(select({ latest: 2 }, ['v10.0.0', 'v2.0.0', 'v1.0.0', 'v2.0.0-rc.1'])).toEqual([
      'v10.0.0',
      'v2.0.0',
    ]);
  });

  it('takes the last of the list for the newest where there are no versions', () => {
    expect(select({ latest: 2 }, ['c', 'a', 'b'])).toEqual(['a', 'b']);
  });

  it('takes the last of the list for the newest among tags of one version', () => {
    expect(select({ latest: 1 }, ['v1.0.0', '1.0.0', '1.0'])).toEqual(['1.0']);
  });

  it('applies include, exclude, semver and latest one after another', () => {
    const selection = {
      include: [glob('v*')],
      exclude: [{ kind: 'exact', text: 'v4.0.0' } as const],
      ...within('>=3'),
      latest: 2,
    };

    expect(select(selection)).toEqual(['v3.5.0', 'v3.6.1_build']);
  });

  it('copes with as many tags and patterns as repositories have', () => {
    const tags = Array.from({ length: 20_000 }, (_, index) => `1.${index}.0`);
    const exclude = tags.slice(1).map((text) => ({ kind: 'exact', text }) as const);

    expect(select({ exclude, ...within('1'), latest: 5 }, tags)).toEqual(['1.0.0']);
  });
});

describe('unmatched', () => {
  it('returns the patterns of include that match nothing', () => {
    const include: readonly TagPattern[] = [
      { kind: 'exact', text: 'latest' },
      { kind: 'exact', text: 'lates' },
      glob('v3*'),
      glob('v5*'),
      { kind: 'regex', text: 'rc' },
      { kind: 'regex', text: '^rc' },
    ];

    expect(unmatched(VERSIONS, { include, exclude: [] })).toEqual([
      include[1],
      include[3],
      include[5],
    ]);
  });

  it('returns nothing where every tag is meant', () => {
    expect(unmatched([], { exclude: [] })).toEqual([]);
  });
});
