import type { CallOptions, ManifestSource } from '../../content/ports.ts';
import { at } from '../../copy/errors.ts';
import { type Digest, isDigest } from '../../oci/digest.ts';
import { subjectOf } from '../../oci/referral.ts';
import { lookAt } from './look-at.ts';

/** What a fallback tag, or one of cosign's, is about. */
export interface ReferrerSubject {
  /** Absent for SHA-512, of which a tag has but the beginning. */
  readonly digest?: Digest;
  readonly isThere: boolean;
  /** What it refers to itself. */
  readonly refersTo?: Digest | undefined;
}

/** Reads what `base`, such as `sha256-` and 64 digits, stands for. */
export async function readSubject(
  base: string,
  repository: ManifestSource,
  options: CallOptions,
): Promise<ReferrerSubject> {
  const digest = base.replace('-', ':');
  if (!isDigest(digest)) return { isThere: false };
  const found = await lookAt('target', repository, digest, options);
  if (!found) return { digest, isThere: false };
  const fetch = (call: CallOptions) => repository.fetchManifest(found.digest, call);
  const document = await at('target', `reading the manifest ${digest}`, fetch, options);
  return { digest, isThere: true, refersTo: subjectOf(document) };
}
