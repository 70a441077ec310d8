import { beforeEach, describe, expect, it } from 'vitest';
import { artifact, cosignSignature, helmChart } from '../support/artifact-builder.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { ImageFilter } from '../support/image-filter.ts';
import { index } from '../support/index-builder.ts';
import { schema1Image } from '../support/schema1-builder.ts';

const PLATFORMS = [
  'linux/amd64',
  'linux/arm/v6',
  'linux/arm/v7',
  'linux/arm64/v8',
  'windows/amd64:10.0.17763.5329',
  'windows/amd64:10.0.20348.2227',
];

describe('filterImage', () => {
  let filter: ImageFilter;

  beforeEach(() => {
    filter = new ImageFilter();
  });

  describe.each(['oci', 'docker'] as const)('of an index in %s types', (mediaTypes) => {
    const children = PLATFORMS.map((platform) => image({ platform, mediaTypes }));
    const multi = index(children, { mediaTypes, attestations: mediaTypes === 'oci' });

    it.each([
      [['linux/amd64'], ['linux/amd64']],
      [['linux/arm64'], ['linux/arm64/v8']],
      [['linux/arm'], ['linux/arm/v7']],
      [['linux/arm/v6'], ['linux/arm/v6']],
      [['linux/arm/*'], ['linux/arm/v6', 'linux/arm/v7']],
      [['windows/amd64:10.0.17763'], ['windows/amd64:10.0.17763.5329']],
      [['windows/*'], PLATFORMS.slice(4)],
      [
        ['linux/arm64', 'linux/amd64'],
        ['linux/amd64', 'linux/arm64/v8'],
      ],
    ])('keeps of %j what they choose, in the order of the index', async (platforms, kept) => {
      const filtered = await filter.run(multi, { platforms });

      const chosen = children.filter((_, position) => kept.includes(PLATFORMS[position] ?? ''));
      const options = { mediaTypes, attestations: mediaTypes === 'oci' };
      expect(Buffer.from(filtered.root.bytes)).toEqual(index(chosen, options).root.bytes);
      expect(filtered.platforms).toEqual(kept);
      expect(filtered.isRewritten).toBe(true);
    });

    it('keeps the index as it is where nothing is left out', async () => {
      const { root, isRewritten, removed } = await filter.run(multi, {
        platforms: ['*/*', 'linux/arm/*'],
      });

      expect(root.bytes).toEqual(multi.root.bytes);
      expect([isRewritten, removed]).toEqual([false, []]);
    });

    it('reads nothing but the index', async () => {
      await filter.run(multi, { platforms: ['linux/amd64'] });

      expect(filter.script.steps).toEqual(['fetchManifest']);
    });
  });

  it('tells what it left out, attestations included', async () => {
    const [amd64, arm64] = [image(), image({ platform: 'linux/arm64' })];
    const multi = index([amd64, arm64], { attestations: true });

    const { removed } = await filter.run(multi, { platforms: ['linux/amd64'] });

    const attestation = multi.manifests[3]?.descriptor.digest;
    expect(removed.map(({ digest }) => digest)).toEqual([digestOf(arm64), attestation]);
    expect(removed[0]?.platform).toEqual(arm64.platform);
  });

  it('does not count as left out what stays under another platform', async () => {
    const amd64 = image();
    const again = { ...amd64, platform: { os: 'linux', architecture: 'amd64', variant: 'v2' } };

    const filtered = await filter.run(index([amd64, again]), { platforms: ['linux/amd64'] });

    expect(filtered.root.manifests).toHaveLength(1);
    expect(filtered.removed).toEqual([]);
  });

  it('refuses an index that has none of the platforms, and tells which it has', async () => {
    const multi = index([image(), image({ platform: 'linux/arm64' })], { attestations: true });

    const filtering = filter.run(multi, { platforms: ['linux/s390x', 'windows/*'] });

    await expect(filtering).rejects.toMatchObject({
      side: 'source',
      kind: 'policy',
      code: 'PLATFORM_MISSING',
      retryable: false,
      cause: {
        message: 'the image runs on linux/amd64, linux/arm64, not on linux/s390x, windows/*',
      },
    });
  });

  it('names no more platforms than a person reads', async () => {
    const many = Array.from({ length: 25 }, (_, at) => image({ platform: `linux/arch${at}` }));

    const filtering = filter.run(index(many), { platforms: ['linux/amd64'] });

    await expect(filtering).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/linux\/arch19 and 5 more, not on linux\/amd64$/) },
    });
  });

  describe('of a single manifest', () => {
    it.each([
      ['an image', image({ platform: 'linux/arm64/v8' }), 'linux/arm64/v8'],
      ['an image of schema 1', schema1Image({ platform: 'linux/arm64' }), 'linux/arm64'],
    ])('keeps %s that runs where it has to', async (_, built, platform) => {
      const filtered = await filter.run(built, { platforms: ['linux/arm64', 'linux/amd64'] });

      expect(filtered.root.bytes).toEqual(built.root.bytes);
      expect(filtered).toMatchObject({ isRewritten: false, removed: [], platforms: [platform] });
    });

    it.each([
      ['an image', image({ platform: 'linux/arm64' })],
      ['an image of schema 1', schema1Image({ platform: 'linux/arm64' })],
    ])('refuses %s of another platform', async (_, built) => {
      await expect(filter.run(built, { platforms: ['linux/amd64'] })).rejects.toMatchObject({
        code: 'PLATFORM_MISSING',
        message: 'choosing platforms failed at the source',
        cause: { message: 'the image runs on linux/arm64, not on linux/amd64' },
      });
    });

    it.each([
      ['an artifact', artifact()],
      ['a chart', helmChart()],
      ['a signature', cosignSignature(image().root.descriptor)],
      ['an index of artifacts', index([artifact()], { platforms: false })],
      ['an index of nothing', index([])],
    ])('copies %s whole, since it runs nowhere', async (_, built) => {
      const filtered = await filter.run(built, { platforms: ['linux/amd64'] });

      expect(filtered.root.bytes).toEqual(built.root.bytes);
      expect(filtered).toMatchObject({ isRewritten: false, removed: [], platforms: [] });
    });
  });

  describe('with required platforms', () => {
    const multi = index([image(), image({ platform: 'linux/arm/v7' })], { attestations: true });

    it.each([
      ['all of an index', multi, {}],
      ['what a filter keeps', multi, { platforms: ['linux/*'] }],
      ['a single image', image(), { requirePlatforms: ['linux/amd64'] }],
    ])('is content with %s', async (_, built, given) => {
      const requirePlatforms = ['linux/amd64', 'linux/arm'];

      const { isRewritten } = await filter.run(built, { requirePlatforms, ...given });

      expect(isRewritten).toBe(false);
    });

    it.each([
      ['the index has not', multi, {}, 'there is linux/amd64, linux/arm/v7'],
      [
        'a filter leaves out',
        index([image(), image({ platform: 'linux/arm64' })]),
        { platforms: ['linux/amd64'] },
        'there is linux/amd64',
      ],
      ['an artifact cannot have', artifact(), {}, 'it runs on nothing'],
    ])('refuses the lack of what %s', async (_, built, given, rest) => {
      const requirePlatforms = ['linux/amd64', 'linux/arm64'];

      await expect(filter.run(built, { requirePlatforms, ...given })).rejects.toMatchObject({
        code: 'PLATFORM_MISSING',
        hint: expect.stringContaining('requirePlatforms'),
        cause: { message: expect.stringMatching(`the image lacks .*linux/arm64: ${rest}`) },
      });
    });
  });
});
