import { beforeEach, describe, expect, it } from 'vitest';
import { artifact } from '../support/artifact-builder.ts';
import { digestOf, digestsOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { ImageFilter } from '../support/image-filter.ts';
import { index } from '../support/index-builder.ts';

const AMD64 = image();
const ARM64 = image({ platform: 'linux/arm64' });

describe('filterImage to a single manifest', () => {
  let filter: ImageFilter;

  beforeEach(() => {
    filter = new ImageFilter();
  });

  it('puts the manifest that is kept in the place of the index', async () => {
    const multi = index([AMD64, ARM64], { attestations: true });

    const filtered = await filter.run(multi, { platforms: ['linux/arm64'], index: 'single' });

    expect(filtered.root).toMatchObject({ digest: digestOf(ARM64), bytes: ARM64.root.bytes });
    expect(filtered).toMatchObject({ isRewritten: true, platforms: ['linux/arm64'] });
    const others = digestsOf(multi.manifests).filter(
      (digest) => digest !== digestOf(ARM64) && digest !== digestOf(multi),
    );
    expect(filtered.removed.map(({ digest }) => digest).toSorted()).toEqual(others.toSorted());
  });

  it.each([
    ['stands beside its attestation', index([AMD64], { attestations: true })],
    ['stands beside an artifact', index([AMD64, artifact()])],
    ['stands in an index within', index([index([AMD64])])],
    [
      'stands there twice',
      index([AMD64, { ...AMD64, platform: { os: 'linux', architecture: 'x' } }]),
    ],
  ])('needs no filter where the only one %s', async (_, built) => {
    const { root } = await filter.run(built, { index: 'single' });

    expect(root.digest).toBe(digestOf(AMD64));
  });

  it.each([
    ['an image', AMD64],
    ['an artifact', artifact()],
  ])('leaves %s as it is', async (_, built) => {
    const filtered = await filter.run(built, { index: 'single' });

    expect(filtered).toMatchObject({ root: { digest: digestOf(built) }, isRewritten: false });
  });

  it.each([
    ['several are left', index([AMD64, ARM64]), /more than one .*: linux\/amd64, linux\/arm64$/],
    ['none runs', index([artifact()]), /none of them runs$/],
    ['there is none', index([]), /none of them runs$/],
  ])('is refused where %s', async (_, built, message) => {
    await expect(filter.run(built, { index: 'single' })).rejects.toMatchObject({
      kind: 'policy',
      code: 'PLATFORM_MISSING',
      side: 'source',
      cause: { message: expect.stringMatching(message) },
    });
  });
});
