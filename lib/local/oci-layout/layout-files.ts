import { join } from 'node:path';
import type { Digest } from '../../oci/digest.ts';

// Image specification, `image-layout.md` and `annotations.md`.

/** Marks a folder as a layout. */
export const LAYOUT_FILE = 'oci-layout';

/** Content of {@link LAYOUT_FILE}. */
export const LAYOUT_VERSION = JSON.stringify({ imageLayoutVersion: '1.0.0' });

/** Lists the manifests that a layout is entered by. */
export const INDEX_FILE = 'index.json';

/** Holds the content of a layout, a folder for each hash function. */
export const BLOBS_FOLDER = 'blobs';

/** Gives a manifest its name within a layout. */
export const REF_NAME = 'org.opencontainers.image.ref.name';

/** Where content lies within `layout`. */
export function contentFile(layout: string, digest: Digest): string {
  return join(layout, BLOBS_FOLDER, ...digest.split(':'));
}
