import { beforeEach, describe, expect, it } from 'vitest';
import { artifact, helmChart } from '../support/artifact-builder.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { ImageFilter } from '../support/image-filter.ts';
import { index } from '../support/index-builder.ts';

const AMD64 = image();
const ARM64 = image({ platform: 'linux/arm64/v8' });

describe('filterImage, of an index in which not everything runs', () => {
  let filter: ImageFilter;

  beforeEach(() => {
    filter = new ImageFilter();
  });

  it.each([
    ['an artifact', artifact()],
    ['a chart', helmChart()],
    ['an index of artifacts', index([artifact(), helmChart()])],
    ['an index of nothing', index([])],
  ])('keeps %s beside what it chooses', async (_, built) => {
    const filtered = await filter.run(index([AMD64, built, ARM64]), { platforms: ['linux/amd64'] });

    expect(Buffer.from(filtered.root.bytes)).toEqual(index([AMD64, built]).root.bytes);
    expect(filtered.removed.map(({ digest }) => digest)).toEqual([digestOf(ARM64)]);
    expect(filtered.platforms).toEqual(['linux/amd64']);
  });

  it('keeps the index as it is where all that runs is chosen', async () => {
    const mixed = index([AMD64, artifact(), ARM64, index([helmChart()])]);

    const filtered = await filter.run(mixed, { platforms: ['linux/*'] });

    expect(filtered).toMatchObject({ isRewritten: false, removed: [] });
  });

  it('keeps the artifacts of an index within that loses all that runs', async () => {
    const mixed = index([AMD64, index([ARM64, artifact()])]);

    const { root } = await filter.run(mixed, { platforms: ['linux/amd64'] });

    expect(root.digest).toBe(digestOf(index([AMD64, index([artifact()])])));
  });

  it('refuses to leave nothing but artifacts', async () => {
    const filtering = filter.run(index([ARM64, artifact()]), { platforms: ['linux/amd64'] });

    await expect(filtering).rejects.toMatchObject({ code: 'PLATFORM_MISSING' });
  });

  it('gives up the artifacts where one manifest takes the place of the index', async () => {
    const mixed = index([AMD64, artifact()]);

    const { root, removed } = await filter.run(mixed, { index: 'single' });

    expect(root.digest).toBe(digestOf(AMD64));
    expect(removed.map(({ digest }) => digest)).toEqual([digestOf(artifact())]);
  });

  it.each([
    ['architecture', { os: 'unknown', architecture: 'arm64' }],
    ['os', { os: 'linux', architecture: 'unknown' }],
  ])('reads from the config what an entry with nothing but its %s lacks', async (_, platform) => {
    const half = { ...ARM64, platform };

    const filtered = await filter.run(index([AMD64, half]), { platforms: ['linux/arm64'] });

    expect(filtered.root.digest).toBe(digestOf(index([half])));
    expect(filtered.platforms).toEqual(['linux/arm64/v8']);
  });

  it('names the platforms that it read when none is chosen', async () => {
    const half = { ...AMD64, platform: { os: 'unknown', architecture: 'amd64' } };

    const filtering = filter.run(index([half]), { platforms: ['windows/*'] });

    await expect(filtering).rejects.toMatchObject({
      cause: { message: 'the image runs on linux/amd64, not on windows/*' },
    });
  });
});
