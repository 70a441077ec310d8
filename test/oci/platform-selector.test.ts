import { describe, expect, it } from 'vitest';
import { InvalidPlatformError } from '../../lib/oci/errors.ts';
import {
  canonicalFilter,
  formatPlatformSelector,
  matchesPlatform,
  parsePlatformSelector,
} from '../../lib/oci/platform-selector.ts';
import { parsePlatform } from '../support/platform.ts';

describe('parsePlatformSelector', () => {
  it.each([
    ['linux/amd64', 'linux/amd64'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['linux/amd64/v3', 'linux/amd64/v3'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/arm64/8', 'linux/arm64'],
    ['linux/arm', 'linux/arm/v7'],
    ['linux/arm/6', 'linux/arm/v6'],
    ['linux/arm/*', 'linux/arm/*'],
    ['linux/*', 'linux/*'],
    ['linux/*/*', 'linux/*'],
    ['linux/*/v7', 'linux/*/v7'],
    ['*/amd64', '*/amd64'],
    ['*/*', '*/*'],
    ['Linux/X86_64', 'linux/amd64'],
    ['linux/x86-64/*', 'linux/amd64/*'],
    ['linux/aarch64', 'linux/arm64'],
    ['linux/armhf', 'linux/arm/v7'],
    ['linux/armel', 'linux/arm/v6'],
    ['linux/i386', 'linux/386'],
    ['macos/arm64', 'darwin/arm64'],
    ['windows/amd64:10.0.17763.5329', 'windows/amd64:10.0.17763.5329'],
    ['windows/amd64:*', 'windows/amd64'],
  ])('reads %s as %s', (text, canonical) => {
    const selector = parsePlatformSelector(text);

    expect(formatPlatformSelector(selector)).toBe(canonical);
    expect(parsePlatformSelector(canonical)).toEqual(selector);
  });

  it.each([
    ['', 'it has no architecture'],
    ['linux', 'it has no architecture'],
    ['linux/', '"" is neither a name nor *'],
    ['/amd64', '"" is neither a name nor *'],
    ['linux/arm/', '"" is neither a name nor *'],
    ['linux/arm*', '"arm*" is neither a name nor *'],
    ['linux/arm 64', '"arm 64" is neither a name nor *'],
    ['linux/arm/v7/x', 'it has more than os, architecture and variant'],
    ['windows/amd64:', '"" is no version'],
    ['windows/amd64:10:0', '"10:0" is no version'],
  ])('refuses %j: %s', (text, reason) => {
    const parse = () => parsePlatformSelector(text);

    expect(parse).toThrow(InvalidPlatformError);
    expect(parse).toThrow(`${JSON.stringify(text)} names no platform: ${reason}`);
  });
});

describe('matchesPlatform', () => {
  it.each([
    ['linux/arm', 'linux/arm/v7', true],
    ['linux/arm', 'linux/arm', true],
    ['linux/arm', 'linux/arm/v6', false],
    ['linux/arm/v7', 'linux/arm', true],
    ['linux/arm/v6', 'linux/arm/v6', true],
    ['linux/arm/v6', 'linux/arm/v7', false],
    ['linux/arm/v6', 'linux/arm', false],
    ['linux/arm/*', 'linux/arm/v5', true],
    ['linux/arm64', 'linux/arm64/v8', true],
    ['linux/arm64/v8', 'linux/arm64', true],
    ['linux/arm64', 'linux/arm64/v9', false],
    ['linux/amd64', 'linux/amd64/v1', true],
    ['linux/amd64', 'linux/amd64/v2', false],
    ['linux/amd64', 'windows/amd64', false],
    ['linux/amd64', 'linux/x86_64', true],
    ['linux/*', 'linux/arm/v6', true],
    ['linux/*', 'windows/amd64', false],
    ['*/amd64', 'windows/amd64', true],
    ['*/*', 'unknown/unknown', false],
    ['windows/amd64', 'windows/amd64:10.0.17763.5329', true],
    ['windows/amd64:10.0.17763', 'windows/amd64:10.0.17763.5329', true],
    ['windows/amd64:10.0.17763.5329', 'windows/amd64:10.0.17763.5329', true],
    ['windows/amd64:10.0.1776', 'windows/amd64:10.0.17763.5329', false],
    ['windows/amd64:10.0.17763.5329', 'windows/amd64:10.0.17763', false],
    ['windows/amd64:10.0.17763', 'windows/amd64', false],
  ])('says whether %s chooses %s: %s', (selector, platform, expected) => {
    const matches = matchesPlatform(parsePlatformSelector(selector), parsePlatform(platform));

    expect(matches).toBe(expected);
  });
});

describe('canonicalFilter', () => {
  it('is one text for all spellings and orders', () => {
    const selectors = ['linux/arm64/v8', 'linux/amd64', 'linux/aarch64'].map(parsePlatformSelector);

    expect(canonicalFilter(selectors)).toBe('linux/amd64,linux/arm64');
    expect(canonicalFilter(selectors.toReversed())).toBe('linux/amd64,linux/arm64');
  });
});
