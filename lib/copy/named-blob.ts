import type { Descriptor } from '../oci/descriptor.ts';

/** How errors and warnings speak of a blob. */
export function namedBlob({ digest, size }: Descriptor): string {
  return `the blob ${digest} of ${size} bytes`;
}
