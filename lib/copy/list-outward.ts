import type { CallOptions, ManifestSource, ManifestTarget } from '../content/ports.ts';
import type { RetryPolicy } from '../content/retry.ts';
import type { Document } from '../oci/manifest.ts';
import { referrerOf, subjectOf } from '../oci/referral.ts';
import { concurrently } from './concurrently.ts';
import { mergeReferrers } from './merge-referrers.ts';
import { putManifest } from './put-manifest.ts';
import type { WalkedImage } from './walk-image.ts';

/** What of an image the target does not list, and how its lists are kept. */
export interface ListOutwardOptions extends CallOptions {
  /** Manifests below the root, in the target with all their content. */
  readonly unlisted: readonly Document[];
  readonly retry: RetryPolicy;
}

const LISTS_AT_A_TIME = 4;

/**
 * Lists what an image itself says about manifests outside it, such as an SBOM that is mirrored by a tag
 * of its own, where the target does not by itself. A root with a subject is in the target by its digest then.
 */
export async function listOutward(
  target: ManifestSource & ManifestTarget,
  { root, manifests }: Pick<WalkedImage, 'root' | 'manifests'>,
  { unlisted, retry, ...options }: ListOutwardOptions,
): Promise<void> {
  const inside = new Set([root.digest, ...manifests]);
  const isListed = await putSubjected(target, root, options);
  const bySubject = Map.groupBy(isListed ? unlisted : [...unlisted, root], subjectOf);
  await concurrently(
    bySubject,
    async ([subject, documents], call) => {
      if (subject === undefined || inside.has(subject)) return;
      await mergeReferrers(target, subject, documents.map(referrerOf), { ...call, retry });
    },
    { ...options, limit: LISTS_AT_A_TIME },
  );
}

/** Puts a manifest that has a subject, and says whether there is nothing left to list. */
async function putSubjected(
  target: ManifestTarget,
  document: Document,
  options: CallOptions,
): Promise<boolean> {
  if (subjectOf(document) === undefined) return true;
  return (await putManifest(target, document, options)).listsReferrer;
}
