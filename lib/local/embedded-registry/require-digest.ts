import { type Digest, isDigest } from '../../oci/digest.ts';
import { Refusal } from './refusal.ts';

/** The digest that a client named, or the refusal of anything else. */
export function requireDigest(text: string | null): Digest {
  if (text !== null && isDigest(text)) return text;
  throw new Refusal('DIGEST_INVALID', `${JSON.stringify(text)} is not a sha256 or sha512 digest`);
}
