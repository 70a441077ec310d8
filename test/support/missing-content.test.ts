import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../../lib/local/embedded-registry/embedded-registry.ts';
import { expectStatus } from './expect-status.ts';
import { image } from './image-builder.ts';
import { index } from './index-builder.ts';
import { missingContent } from './missing-content.ts';
import { push } from './push.ts';

const CHILD = image({ platform: 'linux/arm64' });
const BUILT = index([image(), index([CHILD])]);

describe('missingContent', () => {
  let registry: EmbeddedRegistry;

  beforeEach(async () => {
    registry = await startEmbeddedRegistry();
    await push(BUILT, registry.url, { repository: 'app', tag: '1' });
  });

  afterEach(() => registry.close());

  it('is nothing where all is there', async () => {
    expect(await missingContent(registry.url, 'app', '1')).toEqual([]);
  });

  it.each([
    ['blobs', CHILD.blobs.at(-1)?.descriptor.digest],
    ['manifests', CHILD.root.descriptor.digest],
  ])('names what was deleted from the %s', async (folder, digest) => {
    const url = new URL(`/v2/app/${folder}/${digest}`, registry.url);
    await expectStatus(202, url, { method: 'DELETE' });

    expect(await missingContent(registry.url, 'app', '1')).toEqual([digest]);
  });

  it('names content that is not what its descriptor says', async () => {
    const { digest } = CHILD.root.descriptor;
    registry.play({ path: `/v2/app/manifests/${digest}`, do: { kind: 'corrupt', at: 20 } });

    expect(await missingContent(registry.url, 'app', '1')).toEqual([digest]);
  });

  it('rejects where the tag is absent', async () => {
    await expect(missingContent(registry.url, 'app', '2')).rejects.toThrow('404');
  });
});
