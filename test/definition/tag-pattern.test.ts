import { describe, expect, it } from 'vitest';
import type { TagPattern } from '../../lib/definition/definition.ts';
import { Findings } from '../../lib/definition/findings.ts';
import { matcherOf, readTagPattern } from '../../lib/definition/tag-pattern.ts';
import { problemsOf } from './read.ts';

const PLACE = { file: 'images.yaml', line: 1, column: 1 };
const TAGS = ['v1', 'v1.2', 'v10', 'v1-rc', 'stable', 'V1'];

function patternOf(text: string): TagPattern {
  const pattern = readTagPattern({ text, place: PLACE }, new Findings());
  if (!pattern) throw new Error(`${text} is no pattern`);
  return pattern;
}

describe('matcherOf', () => {
  it.each([
    ['v1', ['v1']],
    ['v1*', ['v1', 'v1.2', 'v10', 'v1-rc']],
    ['v1?', ['v10']],
    ['v1.*', ['v1.2']],
    ['*', TAGS],
    ['/v1/', ['v1', 'v1.2', 'v10', 'v1-rc']],
    ['/^v1$/', ['v1']],
    ['/v1\\./', ['v1.2']],
    ['/-/', ['v1-rc']],
    ['/(?i)^v1$/', ['v1', 'V1']],
    ['/1|stable/', ['v1', 'v1.2', 'v10', 'v1-rc', 'stable', 'V1']],
  ])('matches with %s what it says', (text, expected) => {
    expect(TAGS.filter(matcherOf([patternOf(text)]))).toEqual(expected);
  });

  it('matches what any of several patterns does', () => {
    const matches = matcherOf(['stable', '/rc/', 'v1?'].map(patternOf));

    expect(TAGS.filter(matches)).toEqual(['v10', 'v1-rc', 'stable']);
  });

  it('matches nothing without patterns', () => {
    expect(TAGS.filter(matcherOf([]))).toEqual([]);
  });

  it('needs time in proportion to the tag for a pattern that makes others backtrack', () => {
    const matches = matcherOf([patternOf('/^(a+)+$/')]);

    expect(matches(`${'a'.repeat(127)}!`)).toBe(false);
  });
});

describe('readTagPattern', () => {
  const NOT_REGEX = 'write it between two slashes, such as /^v1\\./';
  const SYNTAX = "write it in Go's syntax (RE2), which has neither look-around nor back-references";

  it.each([
    ['/v[/', '"/v[/" cannot be used: error parsing regexp: missing closing ]: `[`', SYNTAX],
    [
      '/(?=a)/',
      '"/(?=a)/" cannot be used: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
      SYNTAX,
    ],
    ['/v1', '"/v1" is not a regular expression', NOT_REGEX],
    ['//', '"//" is not a regular expression', NOT_REGEX],
    ['/', '"/" is not a regular expression', NOT_REGEX],
    [
      'v[12]*',
      '"v[12]*" matches no tag',
      'a glob has letters, digits, dots, dashes, underscores, * and ?; write /…/ for a regular expression',
    ],
    [
      'a:b',
      '"a:b" is not a tag',
      'a tag has up to 128 letters, digits, dots, dashes and underscores and starts with neither dot nor dash',
    ],
  ])('refuses %s where it stands', (pattern, message, hint) => {
    const include = JSON.stringify(pattern);
    const lists = [`[ok, ${include}]`, `{ include: ${include} }`, `{ exclude: [${include}] }`];
    const texts = lists.map((tags) => `images: [{ tags: ${tags}, source: a, target: b.io/a }]`);

    expect(texts.map((text) => problemsOf(text))).toEqual(
      texts.map((text) => [[1, text.indexOf(include) + 1, message, hint]]),
    );
  });
});
