import { describe, expect, it } from 'vitest';
import { findReferrers } from '../../lib/copy/find-referrers.ts';
import { ReferrerTags } from '../../lib/copy/referrer-tags.ts';
import type { EmbeddedRegistryOptions } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { digestsOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const ROOT = index([image(), image({ platform: 'linux/arm64' })], { attestations: true });
const MANIFESTS = ROOT.manifests.length;
const fixture = useRegistryFixture();

/** How many requests it takes to find nothing for so many images of one repository. */
async function requestsFor(images: number, options: EmbeddedRegistryOptions): Promise<number> {
  const registry = await fixture().start(options);
  await store(ROOT, registry.storage, { repository: 'app', tag: '1' });
  const source = fixture().app(registry);
  const tags = new ReferrerTags(source);
  for (let count = 0; count < images; count += 1) {
    const found = await findReferrers(source, digestsOf(ROOT.manifests), { tags });
    expect(found.referrers).toEqual([]);
  }
  return registry.requests.length;
}

describe('finding no referrers', () => {
  it('takes a request a manifest and one for the tags where the registry lists them', async () => {
    expect(await requestsFor(1, {})).toBe(MANIFESTS + 1);
  });

  it('takes two requests where the registry does not', async () => {
    expect(await requestsFor(1, { referrersApi: false })).toBe(2);
  });

  it('takes none for further images there', async () => {
    expect(await requestsFor(3, { referrersApi: false })).toBe(2);
  });
});
