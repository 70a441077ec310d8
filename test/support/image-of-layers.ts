import type { Descriptor } from '../../lib/oci/descriptor.ts';
import type { Digest } from '../../lib/oci/digest.ts';
import { OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import { type Built, jsonContent } from './built.ts';

/** A layer that is somewhere else, and the digest of what it unpacks to. */
export interface KnownLayer {
  readonly descriptor: Descriptor;
  readonly diffId: Digest;
}

/** An image whose layers are too large to be built: its config is the only blob that comes with it. */
export function imageOfLayers(layers: readonly KnownLayer[]): Built {
  const config = jsonContent(
    {
      architecture: 'amd64',
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    },
    'application/vnd.oci.image.config.v1+json',
  );
  const manifest = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: config.descriptor,
    layers: layers.map(({ descriptor }) => descriptor),
  };
  const root = jsonContent(manifest, OCI_MANIFEST);
  return { root, manifests: [root], blobs: [config] };
}
