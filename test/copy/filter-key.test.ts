import { describe, expect, it } from 'vitest';
import { filterKey, needsFilter } from '../../lib/copy/filter-image.ts';

describe('needsFilter', () => {
  it.each([
    [{ index: 'keep' }, false],
    [{ index: 'keep', requirePlatforms: [] }, false],
    [{ index: 'single' }, true],
    [{ index: 'keep', platforms: ['linux/amd64'] }, true],
    [{ index: 'keep', requirePlatforms: ['linux/amd64'] }, true],
  ] as const)('says of %j: %s', (filter, expected) => {
    expect(needsFilter(filter)).toBe(expected);
  });
});

describe('filterKey', () => {
  it('is one for all spellings of a filter, and has the version of the algorithm', () => {
    const key = filterKey({ index: 'keep', platforms: ['linux/arm64/v8', 'linux/amd64'] });

    expect(key).toBe('v2;platforms=linux/amd64,linux/arm64;require=;index=keep');
    expect(filterKey({ index: 'keep', platforms: ['linux/x86_64', 'linux/aarch64'] })).toBe(key);
  });

  it('is another for each filter that makes something else, or refuses something else', () => {
    const keys = [
      filterKey({ index: 'keep' }),
      filterKey({ index: 'single' }),
      filterKey({ index: 'keep', platforms: ['linux/amd64'] }),
      filterKey({ index: 'keep', platforms: ['linux/arm64'] }),
      filterKey({ index: 'keep', requirePlatforms: ['linux/amd64'] }),
    ];

    expect(new Set(keys).size).toBe(keys.length);
  });
});
