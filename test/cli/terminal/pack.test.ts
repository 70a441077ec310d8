import { describe, expect, it } from 'vitest';
import { packLines } from '../../../lib/cli/terminal/pack.ts';

describe('packLines', () => {
  it('fills lines up to the width', () => {
    expect(packLines(['aa', 'bb', 'cc'], ', ', 6)).toEqual(['aa, bb', 'cc']);
  });

  it('never cuts a part', () => {
    expect(packLines(['a', 'longer than that', 'b'], ' ', 5)).toEqual([
      'a',
      'longer than that',
      'b',
    ]);
  });

  it('makes no line of no parts', () => {
    expect(packLines([], ' ', 5)).toEqual([]);
  });
});
