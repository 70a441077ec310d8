import { describe, expect, it } from 'vitest';
import { isBelow, PermittedTargets } from '../../../lib/definition/trust/permitted-targets.ts';

describe('isBelow', () => {
  it.each([
    ['a/b', '', true],
    ['a/b', 'a/', true],
    ['a/b', 'a', true],
    ['a', 'a', true],
    ['a', 'a/', false],
    ['ab', 'a', false],
    ['ab/c', 'a/', false],
    ['b/a/c', 'a/', false],
  ])('holds %s against the prefix %j: %s', (repository, prefix, expected) => {
    expect(isBelow(repository, prefix)).toBe(expected);
  });
});

describe('PermittedTargets', () => {
  it('has several prefixes of one registry', () => {
    const registry = 'r.example';
    const targets = [
      { registry, prefix: 'a/' },
      { registry, prefix: 'b/' },
    ];
    const permitted = new PermittedTargets({ targets });

    expect(permitted.has({ registry, repository: 'a/x' })).toBe(true);
    expect(permitted.has({ registry, repository: 'b/x' })).toBe(true);
    expect(permitted.has({ registry, repository: 'c/x' })).toBe(false);
    expect(permitted.names).toEqual(['r.example/a/', 'r.example/b/']);
  });
});
