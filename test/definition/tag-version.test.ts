import { describe, expect, it } from 'vitest';
import { versionOf } from '../../lib/definition/tag-version.ts';

describe('versionOf', () => {
  it.each([
    ['3.5.0', '3.5.0'],
    ['v3.5.0', '3.5.0'],
    ['V3.5.0', '3.5.0'],
    ['1.36', '1.36.0'],
    ['7', '7.0.0'],
    ['24.04', '24.4.0'],
    ['2024.01.05', '2024.1.5'],
    ['1.2.3-rc.1', '1.2.3-rc.1'],
    ['1.2.3-01', '1.2.3-1'],
    ['1.36-alpine3.19', '1.36.0-alpine3.19'],
    ['1.2.3_build.5', '1.2.3'],
    ['1.2.3-rc.1_build', '1.2.3-rc.1'],
  ])('reads %s as %s', (tag, version) => {
    expect(versionOf(tag)?.version).toBe(version);
  });

  it.each([
    'latest',
    'v',
    '1.2.3.4',
    '1.2.3rc1',
    '1.2.3_a_b',
    '1..2',
    '1.2.3-',
    'release-1.2',
    '99999999999999999999',
    `sha256-${'1'.repeat(64)}.sig`,
  ])('finds no version in %s', (tag) => {
    expect(versionOf(tag)).toBeUndefined();
  });
});
