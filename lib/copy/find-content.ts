import type { BlobTarget, CallOptions, ManifestTarget } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { at } from './errors.ts';

/** Whether the target has `blob`, so that nothing of it has to move. */
export function findBlob(
  target: BlobTarget,
  blob: Descriptor,
  options: CallOptions = {},
): Promise<boolean> {
  const doing = `looking for the blob ${blob.digest} of ${blob.size} bytes`;
  return at('target', doing, (call) => target.hasBlob(blob, call), options);
}

/** Whether the target has the manifest `digest`, under whatever tag or none. */
export async function findManifest(
  target: ManifestTarget,
  digest: Digest,
  options: CallOptions = {},
): Promise<boolean> {
  const resolve = (call: CallOptions) => target.resolve(digest, call);
  const found = await at('target', `looking for the manifest ${digest}`, resolve, options);
  return found !== undefined;
}
