import type { BlobSource, CallOptions } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { concurrently } from './concurrently.ts';
import { at, MissingBlobError } from './errors.ts';

const BLOBS_AT_A_TIME = 4;

/** Asks the source how long blobs are that a manifest of schema 1 names by digest alone. */
export async function resolveBlobs(
  source: BlobSource,
  digests: readonly Digest[],
  options: CallOptions,
): Promise<readonly Descriptor[]> {
  const found: Descriptor[] = [];
  const resolve = async (digest: Digest, call: CallOptions) => {
    const blob = await source.resolveBlob(digest, call);
    if (!blob) throw new MissingBlobError(digest);
    found.push(blob);
  };
  await concurrently(
    digests,
    (digest, call) =>
      at('source', `looking for the blob ${digest}`, (step) => resolve(digest, step), call),
    { ...options, limit: BLOBS_AT_A_TIME },
  );
  return found;
}
