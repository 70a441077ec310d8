import { describe, expect, it } from 'vitest';
import { formatPlatform, isRunnable, parsePlatform } from '../../lib/oci/platform.ts';

describe('parsePlatform', () => {
  it.each([
    [{ os: 'linux', architecture: 'amd64' }, 'linux/amd64'],
    [{ os: 'linux', architecture: 'arm', variant: 'v7' }, 'linux/arm/v7'],
    [
      { os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348.2700' },
      'windows/amd64:10.0.20348.2700',
    ],
    [{ os: 'linux', architecture: 'amd64', variant: '', 'os.version': '' }, 'linux/amd64'],
    [{ os: 'linux', architecture: 7, variant: 8 }, 'linux/unknown'],
    [{}, 'unknown/unknown'],
    [{ os: '', architecture: '' }, 'unknown/unknown'],
  ])('reads %j as %s', (platform, formatted) => {
    expect(formatPlatform(parsePlatform(platform))).toBe(formatted);
  });
});

describe('isRunnable', () => {
  it.each([
    ['linux', 'amd64', true],
    ['unknown', 'amd64', true],
    ['linux', 'unknown', true],
    ['unknown', 'unknown', false],
  ])('says of %s/%s: %s', (os, architecture, expected) => {
    expect(isRunnable({ os, architecture })).toBe(expected);
  });
});
