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

/** Those of `referrals` that the filter may ask for, as far as lists and tags tell what they are. */
export function likelyReferrers(
  referrals: readonly Referral[],
  filter: ReferrerFilter | undefined,
): readonly Referral[] {
  if (!filter) return referrals;
  return referrals.filter((referral) => {
    const type = toldType(referral);
    return type === undefined || filter.artifactTypes.includes(type);
  });
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
    const type = toldType(referral) ?? (await readType(source, referral, options));
    if (type !== undefined && filter.artifactTypes.includes(type)) chosen.push(referral);
  }
  return chosen;
}

type ArtifactType = Descriptor['artifactType'];

function toldType({ descriptor, tag }: Referral): ArtifactType {
  return tag === undefined ? descriptor.artifactType : cosignArtifactType(tag);
}

async function readType(
  source: ManifestSource,
  { descriptor }: Referral,
  options: CallOptions,
): Promise<ArtifactType> {
  const document = await fetchListed(source, descriptor.digest, options);
  return document && referrerOf(document).artifactType;
}
