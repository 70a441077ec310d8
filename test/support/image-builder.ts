import type { Descriptor } from '../../lib/oci/descriptor.ts';
import type { Digest } from '../../lib/oci/digest.ts';
import { DOCKER_MANIFEST, OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import type { Platform } from '../../lib/oci/platform.ts';
import { type Annotations, type Built, distinct, jsonContent, type MediaTypes } from './built.ts';
import {
  type BuiltLayer,
  type Compression,
  foreignLayer,
  layer,
  zeroLengthLayer,
} from './layer-builder.ts';
import { parsePlatform, platformJson } from './platform.ts';
import { SeededRandom } from './random.ts';

export interface ImageOptions {
  /** Images of the same seed, platform and options are the same image (default 1). */
  readonly seed?: number;
  /** As Docker spells it, `linux/arm/v7` or `windows/amd64:10.0.20348.2700` (default `linux/amd64`). */
  readonly platform?: string;
  /** How many layers of random bytes it has (default 2), before those asked for below. */
  readonly layers?: number;
  /** Size of each layer before compression (default 1,000). */
  readonly layerBytes?: number;
  /** Default `oci`. */
  readonly mediaTypes?: MediaTypes;
  /** Default `gzip`. */
  readonly compression?: Compression;
  /** Layers that all images on the same base have, before its own (default none). */
  readonly base?: { readonly seed: number; readonly layers: number };
  readonly zeroLengthLayer?: boolean;
  /** Whether the first layer stands a second time at the end. */
  readonly duplicateLayer?: boolean;
  /** Whether the first layer is one that is not in the registry. */
  readonly foreignLayer?: boolean;
  readonly annotations?: Annotations;
  readonly subject?: Descriptor;
}

type ListedLayer = Pick<BuiltLayer, 'descriptor' | 'diffId'>;

const MANIFEST_TYPES: Readonly<Record<MediaTypes, string>> = {
  oci: OCI_MANIFEST,
  docker: DOCKER_MANIFEST,
};

const CONFIG_TYPES: Readonly<Record<MediaTypes, string>> = {
  oci: 'application/vnd.oci.image.config.v1+json',
  docker: 'application/vnd.docker.container.image.v1+json',
};

/** An image for one platform. */
export function image(options: ImageOptions = {}): Built {
  const { mediaTypes = 'oci', platform: runsOn = 'linux/amd64' } = options;
  const platform = parsePlatform(runsOn);
  const random = new SeededRandom(`image ${options.seed ?? 1} ${runsOn}`);
  const foreign = options.foreignLayer ? [foreignLayer(random, mediaTypes)] : [];
  const layers = ownLayers(random, mediaTypes, options);
  const listed = [...foreign, ...layers];
  const config = jsonContent(configJson(platform, listed), CONFIG_TYPES[mediaTypes]);

  const { annotations, subject } = options;
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPES[mediaTypes],
    config: config.descriptor,
    layers: listed.map(({ descriptor }) => descriptor),
    ...(subject && { subject }),
    ...(annotations && { annotations }),
  };
  const root = jsonContent(manifest, MANIFEST_TYPES[mediaTypes]);
  return { root, manifests: [root], blobs: distinct([config, ...layers]), platform };
}

function ownLayers(
  random: SeededRandom,
  mediaTypes: MediaTypes,
  { layers = 2, layerBytes = 1000, compression = 'gzip', ...extra }: ImageOptions,
): readonly BuiltLayer[] {
  const build = (from: SeededRandom, length: number) =>
    Array.from({ length }, () => layer(from, { layerBytes, mediaTypes, compression }));
  const built = build(random, layers);
  const { seed = 0, layers: shared = 0 } = extra.base ?? {};
  return [
    ...build(new SeededRandom(`base ${seed}`), shared),
    ...built,
    ...(extra.zeroLengthLayer ? [zeroLengthLayer(mediaTypes)] : []),
    ...(extra.duplicateLayer ? built.slice(0, 1) : []),
  ];
}

/** Image specification, `config.md`. */
function configJson(platform: Platform, layers: readonly ListedLayer[]): object {
  const diffIds: readonly Digest[] = layers.map(({ diffId }) => diffId);
  return {
    created: '2024-01-01T00:00:00Z',
    ...platformJson(platform),
    config: { Env: ['PATH=/usr/local/bin:/usr/bin'], Cmd: ['/bin/sh'] },
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: diffIds.map((_, position) => ({ created_by: `layer ${position}` })),
  };
}
