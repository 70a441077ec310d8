import { type Digest, digestOf } from '../../lib/oci/digest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import { ASSUMPTIONS, scaled } from './assumptions.ts';
import type { CatalogueImage } from './catalogue.ts';

/** Content that can be made again from what it is called. */
export interface Blob {
  readonly digest: Digest;
  readonly seed: string;
  /** At the scale of the simulation. */
  readonly size: number;
}

/** A manifest in the bytes that are served. */
export interface ServedManifest {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A new image, all of it. */
export interface NewImage {
  readonly root: ServedManifest;
  readonly children: readonly ServedManifest[];
  readonly blobs: readonly Blob[];
}

const ARCHITECTURES = ['amd64', 'arm64'] as const;
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const CONFIG = 'application/vnd.oci.image.config.v1+json';

/** An index of two platforms, with the digests of manifests that nobody asks for where the target has them already. */
export function indexOf(image: CatalogueImage): ServedManifest {
  if (image.isNew) return newImage(image).root;
  return rootOf(
    childrenOf(image).map((digest) => ({ mediaType: OCI_MANIFEST, digest, size: 900 })),
  );
}

/** The digests of the manifests in an image that the target has. */
export function childrenOf({ position }: CatalogueImage): readonly Digest[] {
  return ARCHITECTURES.map((name) => digestOf(Buffer.from(`manifest ${position} ${name}`)));
}

export function newImage(image: CatalogueImage): NewImage {
  const parts = ARCHITECTURES.map((architecture) => platformOf(image, architecture));
  const children = parts.map(({ manifest }) => manifest);
  const entries = children.map(({ digest, mediaType, bytes }) => ({
    ...{ mediaType, digest, size: bytes.byteLength },
  }));
  return { root: rootOf(entries), children, blobs: parts.flatMap(({ blobs }) => blobs) };
}

/** The layer that all images of the repository have for a platform. */
export function sharedLayers(repository: CatalogueImage['repository']): readonly Blob[] {
  return ARCHITECTURES.map((name) =>
    blobOf(`shared ${repository.position} ${name}`, ASSUMPTIONS.sharedLayerBytes),
  );
}

/** The bytes of a blob: its name, and then noise that all have in common. */
export function contentOf({ seed, size }: Pick<Blob, 'seed' | 'size'>): Buffer {
  const content = Buffer.alloc(size, NOISE);
  content.write(seed.slice(0, size));
  return content;
}

const NOISE = Buffer.from(digestOf(Buffer.from('noise')));

function rootOf(entries: readonly object[]): ServedManifest {
  const manifests = entries.map((entry, position) => ({
    ...entry,
    platform: { os: 'linux', architecture: ARCHITECTURES[position] },
  }));
  return served(OCI_INDEX, { manifests });
}

function platformOf(
  image: CatalogueImage,
  architecture: (typeof ARCHITECTURES)[number],
): { readonly manifest: ServedManifest; readonly blobs: readonly Blob[] } {
  const { position, repository, isLarge } = image;
  const own = isLarge
    ? [...ASSUMPTIONS.ownLayerBytes, ASSUMPTIONS.largeLayerBytes]
    : ASSUMPTIONS.ownLayerBytes;
  const config = blobOf(`config ${position} ${architecture}`, ASSUMPTIONS.configBytes);
  const layers = [
    blobOf(`shared ${repository.position} ${architecture}`, ASSUMPTIONS.sharedLayerBytes),
    ...own.map((bytes, layer) => blobOf(`layer ${position} ${architecture} ${layer}`, bytes)),
  ];
  const manifest = served(OCI_MANIFEST, {
    config: { mediaType: CONFIG, digest: config.digest, size: config.size },
    layers: layers.map(({ digest, size }) => ({ mediaType: LAYER, digest, size })),
  });
  return { manifest, blobs: [config, ...layers] };
}

function blobOf(seed: string, bytes: number): Blob {
  const size = scaled(bytes);
  return { digest: digestOf(contentOf({ seed, size })), seed, size };
}

function served(mediaType: string, members: object): ServedManifest {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...members }));
  return { digest: digestOf(bytes), mediaType, bytes };
}
