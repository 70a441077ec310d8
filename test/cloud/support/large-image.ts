import { type Built, content, jsonContent } from '../../support/built.ts';

const LAYER = 'application/vnd.oci.image.layer.v1.tar';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

export interface LargeImageOptions {
  /** What the layer is full of, default `large`. */
  readonly fill?: string;
  /** Parts images that share a layer (default: there is one of them). */
  readonly author?: string;
}

/** An image with one layer of so many bytes, made at once: random ones take seconds. */
export function largeImage(
  bytes: number,
  { fill = 'large', author = 'nobody' }: LargeImageOptions = {},
): Built {
  const layer = content(Buffer.alloc(bytes, fill), LAYER);
  const platform = { os: 'linux', architecture: 'amd64' };
  const rootfs = { type: 'layers', diff_ids: [layer.descriptor.digest] };
  const config = jsonContent({ ...platform, author, rootfs }, CONFIG);
  const root = jsonContent(
    {
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: config.descriptor,
      layers: [layer.descriptor],
    },
    MANIFEST,
  );
  return { root, manifests: [root], blobs: [config, layer], platform };
}
