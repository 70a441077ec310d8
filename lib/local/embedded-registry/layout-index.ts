import { parseDescriptor } from '../../oci/descriptor.ts';
import { isObject } from '../../oci/json.ts';
import { OCI_INDEX } from '../../oci/media-types.ts';
import { isTag } from '../../oci/reference.ts';
import { REF_NAME } from '../oci-layout/layout-files.ts';
import type { ListedManifest } from './manifest-list.ts';

/** Prints a layout's `index.json`, the tag of each manifest as its `ref.name`. */
export function formatLayoutIndex(manifests: readonly ListedManifest[]): string {
  const descriptors = manifests.map(({ mediaType, digest, size, tag }) => ({
    mediaType,
    digest,
    size,
    ...(tag !== undefined && { annotations: { [REF_NAME]: tag } }),
  }));
  return JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: descriptors });
}

/** Reads a layout's `index.json`; a `ref.name` that is no tag counts as none. */
export function parseLayoutIndex(text: string): readonly ListedManifest[] {
  const index: unknown = JSON.parse(text);
  const manifests = isObject(index) ? index['manifests'] : undefined;
  return Array.isArray(manifests) ? manifests.map(parseListedManifest) : [];
}

function parseListedManifest(value: unknown, position: number): ListedManifest {
  const { mediaType, digest, size } = parseDescriptor(value, `manifests[${position}]`);
  const annotations = isObject(value) ? value['annotations'] : undefined;
  const name = isObject(annotations) ? annotations[REF_NAME] : undefined;
  return { mediaType, digest, size, ...(typeof name === 'string' && isTag(name) && { tag: name }) };
}
