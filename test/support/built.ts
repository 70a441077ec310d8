import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import type { Platform } from '../../lib/oci/platform.ts';

/** A blob or a manifest, as exact bytes. */
export interface BuiltContent {
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array;
}

/** What a builder makes: an image, an index or an artifact with everything below it. */
export interface Built {
  readonly root: BuiltContent;
  /** Children before parents, the root last, each digest once. */
  readonly manifests: readonly BuiltContent[];
  /** Each digest once. */
  readonly blobs: readonly BuiltContent[];
  /** What the root runs on, where it is an image. */
  readonly platform?: Platform;
}

export type Annotations = Readonly<Record<string, string>>;

export type MediaTypes = 'oci' | 'docker';

/** Gives `bytes` the descriptor that names them. */
export function content(bytes: Uint8Array, mediaType: string): BuiltContent {
  return { descriptor: { mediaType, digest: digestOf(bytes), size: bytes.byteLength }, bytes };
}

/** A JSON document of its own media type; Docker prints its manifests with three spaces, builders of OCI images with none. */
export function jsonContent(value: object, mediaType: string): BuiltContent {
  const indent = mediaType.startsWith('application/vnd.docker.distribution.') ? 3 : 0;
  return content(Buffer.from(JSON.stringify(value, null, indent)), mediaType);
}

/** The first of those that have the same digest. */
export function distinct(contents: readonly BuiltContent[]): readonly BuiltContent[] {
  return [...new Map(contents.map((item) => [item.descriptor.digest, item])).values()];
}
