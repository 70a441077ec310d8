import type { Digest } from '../../../lib/oci/digest.ts';
import type { Built } from '../../support/built.ts';
import { digestOf } from '../../support/contents.ts';
import { image } from '../../support/image-builder.ts';
import { index } from '../../support/index-builder.ts';

/** What the registries of the document's sources have: an index of two platforms for each of these. */
export const UPSTREAM: readonly string[] = [
  ...['v1', 'v2', 'v1.0', 'v1.10', 'v1.0-rc'].map((tag) => `acme/api:${tag}`),
  ...['2.0', '2.1', '3.2'].map((tag) => `acme/api:${tag}`),
  ...['library/redis:6', 'library/redis:7', 'library/x:1'],
  ...['acme/tool:1.2', 'library/busybox:1.36', 'acme/op:v3', 'acme/amd:1', 'a/b:1'],
];

const BUILT: ReadonlyMap<string, Built> = new Map(
  UPSTREAM.map((name, position) => [name, multiPlatform(position + 1)]),
);

const NAMES: ReadonlyMap<Digest, string> = new Map(
  [...BUILT].map(([name, built]) => [digestOf(built), name]),
);

/** The image that upstream has as `name`, such as `acme/api:v1`. */
export function upstream(name: string): Built {
  const built = BUILT.get(name);
  if (!built) throw new Error(`upstream has no ${name}`);
  return built;
}

/** Its digest. */
export function upstreamDigest(name: string): Digest {
  return digestOf(upstream(name));
}

/** By which of {@link UPSTREAM} content is known; its digest where it is none of them. */
export function nameOf(digest: Digest): string {
  return NAMES.get(digest) ?? digest;
}

/** Whether an image of {@link UPSTREAM} as a whole has this digest. */
export function isUpstream(digest: Digest): boolean {
  return NAMES.has(digest);
}

/** In Docker's media types, in which most of what is mirrored is stored. */
export function multiPlatform(seed: number): Built {
  const options = { seed, layers: 1, layerBytes: 100, mediaTypes: 'docker' } as const;
  return index([image(options), image({ ...options, platform: 'linux/arm64/v8' })], {
    mediaTypes: 'docker',
  });
}
