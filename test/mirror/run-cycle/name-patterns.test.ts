import { describe, expect, it } from 'vitest';
import { namePatterns } from '../../../lib/mirror/run-cycle/name-patterns.ts';

describe('namePatterns', () => {
  it.each([
    ['busybox:1', 'docker.io/library/busybox:1'],
    ['quay.io/app', 'quay.io/app'],
    ['*', 'quay.io/app:1'],
    ['quay.io/*:1.?', 'quay.io/team/app:1.2'],
    ['*app*1*', 'quay.io/app:1'],
    ['Not/A Reference', 'Not/A Reference'],
  ])('%s matches %s', (text, name) => {
    expect(namePatterns(['other', text]).matches(name)).toBe(true);
  });

  it.each([
    ['busybox:1', 'docker.io/library/busybox:10'],
    ['quay.io/*:1.?', 'quay.io/app:1.'],
    ['*app', 'quay.io/app:1'],
    ['quay.io/a.p:1', 'quay.io/app:1'],
  ])('%s does not match %s', (text, name) => {
    expect(namePatterns([text]).matches(name)).toBe(false);
  });

  it.each([
    ['quay.io/app:1', true],
    ['quay.io/*', true],
    ['*:1', true],
    ['quay.io/app2:1', false],
    ['quay.io/ap?', false],
  ])('%s may match a tag of quay.io/app: %s', (text, expected) => {
    expect(namePatterns([text]).mayMatchTagOf('quay.io/app')).toBe(expected);
  });

  it('takes no exponential time', () => {
    expect(namePatterns(['*a'.repeat(40)]).matches('a'.repeat(39) + 'b'.repeat(200))).toBe(false);
  });
});
