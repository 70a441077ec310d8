import { describe, expect, it } from 'vitest';
import { type Comparison, decide } from '../../lib/mirror/decide.ts';
import { digestOf } from '../../lib/oci/digest.ts';

const WANTED = digestOf(Buffer.from('wanted'));
const OTHER = digestOf(Buffer.from('other'));

const POLICIES = ['fail', 'overwrite', 'keep'] as const;

function decideOn(given: Partial<Comparison>): string {
  return decide({ wanted: WANTED, found: OTHER, onConflict: 'fail', force: false, ...given });
}

describe('decide', () => {
  it.each(POLICIES)('copies what is absent where onConflict is %s, forced or not', (onConflict) => {
    expect(decideOn({ found: undefined, onConflict })).toBe('copy');
    expect(decideOn({ found: undefined, onConflict, force: true })).toBe('copy');
  });

  it.each(POLICIES)('leaves what is equal as it is where onConflict is %s', (onConflict) => {
    expect(decideOn({ found: WANTED, onConflict })).toBe('unchanged');
  });

  it.each(POLICIES)('repairs what is equal by force where onConflict is %s', (onConflict) => {
    expect(decideOn({ found: WANTED, onConflict, force: true })).toBe('repair');
  });

  it.each([
    ['fail', 'conflict'],
    ['overwrite', 'copy'],
    ['keep', 'skip'],
  ] as const)('meets a difference with %s by %s', (onConflict, decision) => {
    expect(decideOn({ onConflict })).toBe(decision);
  });

  it.each(POLICIES)('overwrites a difference by force where onConflict is %s', (onConflict) => {
    expect(decideOn({ onConflict, force: true })).toBe('copy');
  });
});
