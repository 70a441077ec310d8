import { algorithmOf, type Digest, type DigestAlgorithm, digestOf } from './digest.ts';
import { payloadOf } from './schema1.ts';

/** The digest that names a manifest: that of its bytes, or in schema 1 of what was signed of them. */
export function manifestDigest(bytes: Uint8Array, algorithm?: DigestAlgorithm): Digest {
  return digestOf(payloadOf(bytes), algorithm);
}

/**
 * Whether `digest` is one of the names of a manifest: it has one by each algorithm,
 * and registries that do not know schema 1 count its signatures in.
 */
export function namesManifest(digest: Digest, bytes: Uint8Array): boolean {
  const algorithm = algorithmOf(digest);
  return digest === digestOf(bytes, algorithm) || digest === manifestDigest(bytes, algorithm);
}
