import { cosignSignature, helmChart, signatureTag } from '../../test/support/artifact-builder.ts';
import type { Built } from '../../test/support/built.ts';
import { image } from '../../test/support/image-builder.ts';
import { index } from '../../test/support/index-builder.ts';
import { push } from '../../test/support/push.ts';

const LAYER_BYTES = 16 * 1024 * 1024;

/** Somebody else's registry: a signed image for two platforms, an image for one, and a chart. */
export async function publishUpstream(registry: URL): Promise<void> {
  const web = index([webImage('linux/amd64'), webImage('linux/arm64')], { attestations: true });
  const signature = cosignSignature(web.root.descriptor);
  await push(web, registry, { repository: 'acme/web', tag: '1.4.0' });
  await push(signature, registry, {
    repository: 'acme/web',
    tag: signatureTag(web.root.descriptor.digest),
  });
  await push(toolImage(1), registry, { repository: 'acme/tool', tag: '2.1' });
  await push(helmChart('web', '1.4.0'), registry, { repository: 'acme/charts/web', tag: '1.4.0' });
}

/** What upstream should not do and does: the same tag, another image. */
export async function moveTag(registry: URL): Promise<void> {
  await push(toolImage(2), registry, { repository: 'acme/tool', tag: '2.1' });
}

function webImage(platform: string): Built {
  return image({ platform, layers: 3, layerBytes: LAYER_BYTES });
}

function toolImage(seed: number): Built {
  return image({ seed, layers: 2, layerBytes: LAYER_BYTES, mediaTypes: 'docker' });
}
