import type { CallOptions, ManifestTarget } from '../content/ports.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { type BringReferrerOptions, bringReferrer } from './bring-referrer.ts';
import { findManifest } from './find-content.ts';
import { once } from './once.ts';
import { putManifest } from './put-manifest.ts';
import type { BringSubject } from './put-referrer.ts';
import type { Referrer } from './referrer.ts';

/** How subjects are brought, and what they may be besides one of the referrers. */
export interface CreateBringSubjectOptions extends Omit<BringReferrerOptions, 'bringSubject'> {
  /** The root of the image that all is about, whose content is in the target already. */
  readonly root: Document | undefined;
}

/** Makes the way out for targets that take no referrer before its subject: each subject is brought once. */
export function createBringSubject(
  referrers: readonly Referrer[],
  { root, ...options }: CreateBringSubjectOptions,
): BringSubject {
  const brought = new Map<Digest, Promise<boolean>>();
  const bringOnce: BringSubject = (subject, call) =>
    once(brought, subject, () => bring(subject, call));

  async function bring(subject: Digest, call: CallOptions): Promise<boolean> {
    if (subject === root?.digest) return await putUnlessThere(options.target, root, call);
    const referrer = referrers.find(
      ({ tag, descriptor }) => tag === undefined && descriptor.digest === subject,
    );
    if (!referrer) return false;
    await bringReferrer(referrer, { ...options, ...call, bringSubject: bringOnce });
    return true;
  }

  return bringOnce;
}

/** `false` where it is there, so that the target has another reason to refuse what refers to it. */
async function putUnlessThere(
  target: ManifestTarget,
  root: Document,
  options: CallOptions,
): Promise<boolean> {
  if (await findManifest(target, root.digest, options)) return false;
  await putManifest(target, root, options);
  return true;
}
