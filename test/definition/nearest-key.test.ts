import { describe, expect, it } from 'vitest';
import { nearestKey } from '../../lib/definition/nearest-key.ts';

const KEYS = ['source', 'tag', 'target', 'onConflict', 'amd64Only'];

describe('nearestKey', () => {
  it.each([
    ['sorce', 'source'],
    ['sources', 'source'],
    ['SOURCE', 'source'],
    ['tags', 'tag'],
    ['targe', 'target'],
    ['taregt', 'target'],
    ['on-conflict', 'onConflict'],
    ['amd64_only', 'amd64Only'],
  ])('takes %s for %s', (misspelt, key) => {
    expect(nearestKey(misspelt, KEYS)).toBe(key);
  });

  it.each(['platforms', 'to', 'a', '', 'retag', 'sour'.repeat(100_000)])(
    'knows nothing like %.20s',
    (word) => {
      expect(nearestKey(word, KEYS)).toBeUndefined();
    },
  );
});
