import { describe, expect, it } from 'vitest';
import { problemsOf } from '../read.ts';

function problemsWith(words: string) {
  return problemsOf(`images:\n  - { source: a, target: a.io/b, ${words} }\n`);
}

const DURATION = 'always, never or a duration such as 24h, 30m or 7d';
const ALL = 'all, a list of tags or a map';

describe('refuseIssue', () => {
  it.each([
    [
      'platforms: linux/amd64',
      'platforms is "linux/amd64", expected a list',
      'write ["linux/amd64"]',
    ],
    [
      'platforms: []',
      'platforms is an empty list, expected at least one item',
      'write at least one item',
    ],
    ['tag: [x, y]', 'tag is a list, expected a string', 'write tags in place of tag'],
    ['index: keeps', 'index is "keeps", expected keep or single', 'write keep'],
    ['foreignLayers: true', 'foreignLayers is true, expected skip or copy', 'write skip or copy'],
    ['libraryNames: 1', 'libraryNames is 1, expected true or false', 'write true or false'],
    [
      'referrers: yes',
      'referrers is "yes", expected true, false or a map',
      'write true, false or a map',
    ],
    [
      'referrers: {}',
      'artifactTypes is missing',
      'name the types to copy, or write referrers: true for all',
    ],
    ['referrers: { types: [a/b] }', 'unknown key "types"', 'the keys here are artifactTypes'],
    ['tag: x, tagTemplate: y', 'tag and tagTemplate exclude each other', 'remove one of the two'],
  ])('explains the setting %s', (words, ...explanation) => {
    expect(problemsWith(words)).toContainEqual([2, expect.any(Number), ...explanation]);
  });

  it.each(['1w', '24', '-1h', '1.5h', 'daily'])('explains that %s is no duration', (text) => {
    expect(problemsWith(`referrersRecheck: "${text}"`)).toEqual([
      [2, 52, `referrersRecheck is "${text}", expected ${DURATION}`, `write ${DURATION}`],
    ]);
  });

  it.each([
    ['v1', 'tags is "v1", expected all, a list of tags or a map', 'write ["v1"]'],
    ['1.10', `tags is 1.10, expected ${ALL}`, `write ${ALL}`],
    ['[]', 'tags is an empty list, expected at least one item', 'write at least one item'],
    [
      '{}',
      'tags is an empty map',
      'write tags: all for every tag, or one of include, exclude, semver and latest',
    ],
    ['[1.10]', 'item 1 of tags is 1.10, expected a string', 'put it in quotes: "1.10"'],
    ['{ latest: 0 }', 'latest is 0, expected a whole number from 1', 'write a whole number from 1'],
    [
      '{ latest: 1.5 }',
      'latest is 1.5, expected a whole number from 1',
      'write a whole number from 1',
    ],
    [
      '{ include: 1.10 }',
      'include is 1.10, expected a string or a list of strings',
      'put it in quotes: "1.10"',
    ],
    ['{ semver: 1.10 }', 'semver is 1.10, expected a string', 'put it in quotes: "1.10"'],
    ['{ semvr: "1" }', 'unknown key "semvr"', 'write semver'],
    [
      '{ newest: 1 }',
      'unknown key "newest"',
      'the keys here are include, exclude, semver, prerelease, latest',
    ],
    [
      '{ prerelease: true }',
      'prerelease says nothing without semver',
      'add semver: "*" to select versions, or remove prerelease',
    ],
    [
      'all, tag: x',
      'tags and tag exclude each other',
      'remove tag, or write tagTemplate: to rename what tags selects',
    ],
  ])('explains the tags %s', (tags, ...explanation) => {
    expect(problemsWith(`tags: ${tags}`)).toEqual([[2, expect.any(Number), ...explanation]]);
  });

  it('explains that without tags none can be missing', () => {
    expect(problemsWith('allowEmpty: true')).toEqual([
      [
        2,
        34,
        'allowEmpty says nothing without tags',
        'remove allowEmpty, or select tags with tags:',
      ],
    ]);
  });
});
