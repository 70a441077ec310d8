import type { CallOptions, ManifestTarget, StoredManifest } from '../content/ports.ts';
import type { ErrorCode } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { subjectOf } from '../oci/referral.ts';
import { CopyError } from './errors.ts';
import { putManifest } from './put-manifest.ts';

/** Brings what a referrer is about into the target; `false` where that is not to be brought, or is there. */
export type BringSubject = (subject: Digest, options: CallOptions) => Promise<boolean>;

/** As {@link putReferrer} needs them. */
export interface PutReferrerOptions extends CallOptions {
  readonly bringSubject: BringSubject;
}

/**
 * Puts a referrer under its digest. Registries shall take it before its subject: distribution
 * specification, "Pushing Manifests with Subject". Where one refuses it, the subject goes first.
 */
export async function putReferrer(
  target: ManifestTarget,
  document: Document,
  { bringSubject, ...call }: PutReferrerOptions,
): Promise<StoredManifest> {
  try {
    return await putManifest(target, document, call);
  } catch (error) {
    const subject = subjectOf(document);
    if (subject === undefined || !isRefusal(error) || !(await bringSubject(subject, call))) {
      throw error;
    }
    return await putManifest(target, document, call);
  }
}

/** With these registries say that something is missing: 400 or 404, with codes of many kinds. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'CONTENT_REFUSED',
  'NOT_FOUND',
  'UNEXPECTED_RESPONSE',
]);

function isRefusal(error: unknown): boolean {
  return error instanceof CopyError && REFUSALS.has(error.code);
}
