import type { ManifestTarget } from '../content/ports.ts';
import type { Document } from '../oci/manifest.ts';
import type { Tag } from '../oci/reference.ts';
import { putManifest } from './put-manifest.ts';
import { confirm, type TagImageOptions, tagImage } from './tag-image.ts';

export interface PublishImageOptions extends TagImageOptions {
  /** Absent: the image is to be had by its digest alone. */
  readonly tag: Tag | undefined;
}

/** Makes `document` visible, when everything that it reaches is there, and proves by the registry's answer that it is. */
export async function publishImage(
  target: ManifestTarget,
  document: Document,
  { tag, ...options }: PublishImageOptions,
): Promise<void> {
  if (tag !== undefined) return await tagImage(target, document, tag, options);
  await putManifest(target, document, options);
  await confirm(target, document, document.digest, options);
}
