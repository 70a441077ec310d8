import { createHash } from 'node:crypto';

/** Hash functions that the image specification registers: `descriptor.md`, "Registered algorithms". */
export type DigestAlgorithm = 'sha256' | 'sha512';

/** `algorithm:encoded`, the name of content: `sha256:` and 64, or `sha512:` and 128, lower-case hex digits. */
export type Digest = `${DigestAlgorithm}:${string}`;

const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** Whether `text` is a digest that this engine can verify. */
export function isDigest(text: string): text is Digest {
  return DIGEST.test(text);
}

/** The hash function that `digest` was made with. */
export function algorithmOf(digest: Digest): DigestAlgorithm {
  return digest.startsWith('sha512:') ? 'sha512' : 'sha256';
}

/** The digest of `content`, by the specification's canonical SHA-256 unless told otherwise. */
export function digestOf(content: Uint8Array, algorithm: DigestAlgorithm = 'sha256'): Digest {
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`;
}
