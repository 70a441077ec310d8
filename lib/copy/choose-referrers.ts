import type { CallOptions, ManifestSource } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { referrerOf } from '../oci/referral.ts';
import { fetchListed } from './dangling-referrer.ts';
import type { ReferrerFilter } from './referrer.ts';
import type { Referral } from './referrer-order.ts';
import { cosignArtifactType } from './referrer-tag.ts';

export interface ChooseReferrersOptions extends CallOptions {
  /** Absent: all are chosen. */
  readonly filter?: ReferrerFilter | undefined;
}

/** Those of `referrals` that the filter asks for; reads a manifest only where its list does not tell its type. */
export async function chooseReferrers(
  source: ManifestSource,
  referrals: readonly Referral[],
  { filter, ...options }: ChooseReferrersOptions,
): Promise<readonly Referral[]> {
  if (!filter) return referrals;
  const chosen: Referral[] = [];
  for (const referral of referrals) {
    const type = await readType(source, referral, options);
    if (type !== undefined && filter.artifactTypes.includes(type)) chosen.push(referral);
  }
  return chosen;
}

async function readType(
  source: ManifestSource,
  { descriptor, tag }: Referral,
  options: CallOptions,
): Promise<Descriptor['artifactType']> {
  if (tag !== undefined) return cosignArtifactType(tag);
  if (descriptor.artifactType !== undefined) return descriptor.artifactType;
  const document = await fetchListed(source, descriptor.digest, options);
  return document && referrerOf(document).artifactType;
}
