import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBounded } from '../../lib/content/bounded.ts';
import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import type { Digest } from '../../lib/oci/digest.ts';
import { artifact } from '../support/artifact-builder.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { Mirror } from '../support/mirror.ts';
import { RegistryFixture } from '../support/registry-fixture.ts';

const OUTSIDE = image({ seed: 9 });
const SBOM = artifact({ subject: OUTSIDE.root.descriptor });
const LIST = fallbackTag(digestOf(OUTSIDE));

describe('an image that refers to something itself, at a target that lists nothing', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    const fixture = new RegistryFixture();
    const target = await fixture.start({ referrersApi: false });
    mirror = new Mirror(fixture, await fixture.start(), target);
  });

  afterEach(() => mirror.end());

  async function textOf(manifest: Digest | undefined): Promise<string> {
    if (!manifest) return '';
    const stored = mirror.target.storage.openContent('mirror/app', manifest);
    return Buffer.from(await readBounded(stored, 10_000, 'the list')).toString();
  }

  it.each([
    ['its root', SBOM],
    ['a manifest in it', index([image(), SBOM])],
  ])(
    'is listed under the fallback tag where %s has a subject, before its tag is',
    async (_, built) => {
      await mirror.publish(built);
      const asked = mirror.requestsFromNow();

      expect(await mirror.sync()).toMatchObject({ status: 'copied' });

      expect(await textOf(await mirror.tagged('mirror/app', LIST))).toContain(digestOf(SBOM));
      const { target } = asked();
      const put = (tag: string) => target.indexOf(`PUT /v2/mirror/app/manifests/${tag}`);
      expect(put(LIST)).toBeLessThan(put('1'));
    },
  );

  it('is not listed where no referrers are wanted', async () => {
    await mirror.publish(SBOM);

    expect(await mirror.sync({ referrers: false })).toMatchObject({ status: 'copied' });

    expect(await mirror.tagged('mirror/app', LIST)).toBeUndefined();
  });
});
