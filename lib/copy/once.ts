import type { Digest } from '../oci/digest.ts';

/**
 * Begins `task` for each digest once: whoever meets it later waits for the first. Content
 * cannot contain its own digest, so no task waits for itself.
 */
export function once<T>(
  begun: Map<Digest, Promise<T>>,
  digest: Digest,
  task: () => Promise<T>,
): Promise<T> {
  const known = begun.get(digest) ?? task();
  begun.set(digest, known);
  return known;
}
