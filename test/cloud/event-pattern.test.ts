import { describe, expect, it } from 'vitest';
import { matchesPattern } from './support/event-pattern.ts';

const EVENT = {
  source: 'image-syncer',
  detail: { run: { failed: 2, id: '01J' }, tags: ['a', 'b'] },
};

describe('matchesPattern', () => {
  it.each([
    ['a literal', { source: ['other', 'image-syncer'] }, true],
    ['no literal', { source: ['other'] }, false],
    ['all of several fields', { source: ['image-syncer'], detail: { missing: ['x'] } }, false],
    ['a number above', { detail: { run: { failed: [{ numeric: ['>', 0] }] } } }, true],
    [
      'a number in a range',
      { detail: { run: { failed: [{ numeric: ['>', 0, '<', 2] }] } } },
      false,
    ],
    ['a prefix', { detail: { run: { id: [{ prefix: '01' }] } } }, true],
    ['a suffix', { detail: { run: { id: [{ suffix: 'K' }] } } }, false],
    ['anything but', { source: [{ 'anything-but': ['aws.s3'] }] }, true],
    ['a field that is absent', { detail: { gone: [{ exists: false }] } }, true],
    ['an item of a list', { detail: { tags: ['b'] } }, true],
    ['either', { $or: [{ source: ['x'] }, { detail: { tags: ['a'] } }] }, true],
  ])('looks for %s', (_, pattern, expected) => {
    expect(matchesPattern(pattern, EVENT)).toBe(expected);
  });

  it('refuses a matcher that it does not know', () => {
    expect(() => matchesPattern({ source: [{ cidr: '10.0.0.0/8' }] }, EVENT)).toThrow('cidr');
  });
});
