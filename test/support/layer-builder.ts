import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { type Digest, digestOf } from '../../lib/oci/digest.ts';
import { type BuiltContent, content, type MediaTypes } from './built.ts';
import type { SeededRandom } from './random.ts';

export type Compression = 'gzip' | 'zstd' | 'none';

/** A layer, and the digest under which the image's config lists what it unpacks to. */
export interface BuiltLayer extends BuiltContent {
  readonly diffId: Digest;
}

export interface LayerOptions {
  /** Size before compression, which random bytes resist. */
  readonly layerBytes: number;
  readonly mediaTypes: MediaTypes;
  readonly compression: Compression;
}

const LAYER_TYPES: Readonly<Record<MediaTypes, Readonly<Record<Compression, string>>>> = {
  oci: {
    none: 'application/vnd.oci.image.layer.v1.tar',
    gzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
    zstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  },
  docker: {
    none: 'application/vnd.docker.image.rootfs.diff.tar',
    gzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
    zstd: 'application/vnd.docker.image.rootfs.diff.tar.zstd',
  },
};

const FOREIGN_LAYER_TYPES: Readonly<Record<MediaTypes, string>> = {
  oci: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
  docker: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
};

/** A layer of random bytes: correctly compressed, though no archive is in it. */
export function layer(
  random: SeededRandom,
  { layerBytes, mediaTypes, compression }: LayerOptions,
): BuiltLayer {
  const unpacked = random.bytes(layerBytes);
  const packed = compress(unpacked, compression);
  return {
    ...content(packed, LAYER_TYPES[mediaTypes][compression]),
    diffId: digestOf(unpacked),
  };
}

/** A layer without a single byte, which some builders make of an instruction that changes nothing. */
export function zeroLengthLayer(mediaTypes: MediaTypes): BuiltLayer {
  const nothing = new Uint8Array();
  return { ...content(nothing, LAYER_TYPES[mediaTypes].none), diffId: digestOf(nothing) };
}

/** The descriptor of a layer that no registry holds, as in images based on old Windows releases. */
export function foreignLayer(
  random: SeededRandom,
  mediaTypes: MediaTypes,
): { readonly descriptor: Descriptor; readonly diffId: Digest } {
  const bytes = random.bytes(100);
  const { descriptor } = content(bytes, FOREIGN_LAYER_TYPES[mediaTypes]);
  const urls = [`https://publisher.example/layers/${descriptor.digest}`];
  return { descriptor: { ...descriptor, urls }, diffId: digestOf(bytes) };
}

function compress(bytes: Uint8Array, compression: Compression): Uint8Array {
  switch (compression) {
    case 'none':
      return bytes;
    case 'gzip':
      return gzipSync(bytes, { level: constants.Z_BEST_SPEED });
    case 'zstd':
      return zstdCompressSync(bytes);
  }
}
