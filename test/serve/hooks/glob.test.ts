import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../../lib/serve/hooks/glob.ts';

describe('matchesGlob', () => {
  it.each([
    ['images.yaml', 'images.yaml'],
    ['a/b/images.yaml', '*images.yaml'],
    ['a/b/c', 'a/*'],
    ['abcbc', 'a*bc'],
    ['ä', '?'],
    ['', ''],
    ['', '*'],
    ['x', '**?**'],
    ['a.b', 'a.b'],
  ])('%j is %j', (text, pattern) => {
    expect(matchesGlob(text, pattern)).toBe(true);
  });

  it.each([
    ['images.yaml', 'images.yam'],
    ['images.yam', 'images.yaml'],
    ['axb', 'a.b'],
    ['ab', 'a?b'],
    ['a', ''],
    ['', '?'],
    ['abcb', 'a*bc'],
    ['Images.yaml', 'images.yaml'],
  ])('%j is not %j', (text, pattern) => {
    expect(matchesGlob(text, pattern)).toBe(false);
  });

  it('takes no time for patterns that others take for ever for', () => {
    expect(matchesGlob('a'.repeat(2000), `${'a*'.repeat(200)}b`)).toBe(false);
  });
});
