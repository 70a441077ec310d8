import type { CallOptions, ManifestResolver, ManifestSource } from '../content/ports.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { at, CopyError } from './errors.ts';
import { fetchDocument } from './fetch-document.ts';

/**
 * Runs `step`, which reads the referrer `digest`. Resolves to `undefined` where that fails because the source
 * lists a manifest that it does not have: deleting one does not take it off the list under a fallback tag.
 */
export async function unlessDangling<T>(
  source: ManifestResolver,
  digest: Digest,
  step: () => Promise<T>,
  options: CallOptions,
): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    const isMissing = error instanceof CopyError && error.code === 'NOT_FOUND';
    if (!isMissing || error.side !== 'source') throw error;
    const resolve = (call: CallOptions) => source.resolve(digest, call);
    if (await at('source', `looking for the manifest ${digest}`, resolve, options)) throw error;
    return undefined;
  }
}

/** Reads a manifest that a list names; `undefined` as in {@link unlessDangling}. */
export function fetchListed(
  source: ManifestSource,
  digest: Digest,
  options: CallOptions,
): Promise<Document | undefined> {
  return unlessDangling(source, digest, () => fetchDocument(source, digest, options), options);
}
