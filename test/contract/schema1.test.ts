import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyImage } from '../../lib/copy/copy-image.ts';
import { tagImage } from '../../lib/copy/tag-image.ts';
import { Registries } from '../../lib/registry/registries.ts';
import { digestOf } from '../support/contents.ts';
import { describeWith } from '../support/describe-with.ts';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { push } from '../support/push.ts';
import { rawManifest } from '../support/raw-manifest.ts';
import { schema1Image } from '../support/schema1-builder.ts';
import { SkippingClock } from '../support/skipping-clock.ts';

const RETRY = { retries: 0, clock: new SkippingClock(), random: () => 0 };
const BUILT = schema1Image();

describeWith(['docker-registry'], 'an image of schema 1 at docker-registry', () => {
  const running: DockerRegistry[] = [];
  let registries: Registries;

  beforeEach(() => {
    registries = new Registries({ settingsOf: () => ({}), retry: RETRY });
  });

  afterEach(async () => {
    await registries.close();
    for (const registry of running.splice(0)) await registry.stop();
  });

  /** Copies the image from a registry that takes schema 1 to another, and resolves to the latter. */
  async function copyToRegistry(schema1Enabled: boolean): Promise<URL> {
    const from = await startDockerRegistry({ schema1Enabled: true });
    running.push(from);
    const to = await startDockerRegistry({ schema1Enabled });
    running.push(to);
    await push(BUILT, from.url, { repository: 'team/old' });
    const source = registries.open({ registry: from.host, repository: 'team/old' }, 'pull');
    const target = registries.open({ registry: to.host, repository: 'mirror' }, 'pull,push');

    const { root } = await copyImage(source, target, digestOf(BUILT), { retry: RETRY });
    await tagImage(target, root, '1', { retry: RETRY });
    return to.url;
  }

  it('is copied, and named as it was', async () => {
    const url = await copyToRegistry(true);

    const byTag = JSON.parse((await rawManifest(url, 'mirror', '1')).toString());
    const byDigest = JSON.parse((await rawManifest(url, 'mirror', digestOf(BUILT))).toString());
    expect(byTag.fsLayers).toHaveLength(3);
    expect(byDigest.fsLayers).toEqual(byTag.fsLayers);
  });

  it('is refused with the reason where it is too old', async () => {
    await expect(copyToRegistry(false)).rejects.toMatchObject({
      side: 'target',
      message: 'pushing the tag 1 failed at the target',
      hint: expect.stringContaining('no longer take schema 1 manifests'),
    });
  });
});
