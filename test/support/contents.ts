import type { Digest } from '../../lib/oci/digest.ts';
import type { Built, BuiltContent } from './built.ts';

/** The name of the root. */
export function digestOf({ root }: Built): Digest {
  return root.descriptor.digest;
}

/** The names of `contents`, in their order. */
export function digestsOf(contents: readonly BuiltContent[]): readonly Digest[] {
  return contents.map(({ descriptor }) => descriptor.digest);
}

/** How many bytes `contents` have together. */
export function bytesOf(contents: readonly BuiltContent[]): number {
  return contents.reduce((sum, { descriptor }) => sum + descriptor.size, 0);
}
