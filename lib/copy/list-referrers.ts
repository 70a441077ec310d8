import type { CallOptions, ManifestSource, ReferrerSource } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { isIndexType } from '../oci/media-types.ts';
import type { Tag } from '../oci/reference.ts';
import { at } from './errors.ts';
import { fetchDocument } from './fetch-document.ts';
import type { Referral } from './referrer-order.ts';
import { cosignTags, fallbackTag } from './referrer-tag.ts';
import type { ReferrerTags } from './referrer-tags.ts';

/** What refers to one manifest, each once and as the source lists it. */
export interface ListedReferrers {
  readonly referrals: readonly Referral[];
  /** The list under the fallback tag, where there is one. */
  readonly fallbackIndex: Document | undefined;
}

/** Asks `source` by every way that there is, since a registry may have learned the newer ways later. */
export async function listReferrers(
  source: ManifestSource & ReferrerSource,
  subject: Digest,
  { tags, ...options }: CallOptions & { readonly tags: ReferrerTags },
): Promise<ListedReferrers> {
  const list = (call: CallOptions) => source.listReferrers(subject, call);
  const known = await at('source', `listing the referrers of ${subject}`, list, options);
  const cosign = cosignTags(subject);
  const tagged = await tags.resolve([fallbackTag(subject), ...cosign], options);
  const fallback = tagged.get(fallbackTag(subject));
  const fallbackIndex = await readFallbackIndex(source, subject, { ...options, fallback });

  return {
    referrals: [
      ...listedBy(subject, [...(fallbackIndex?.manifests ?? []), ...(known ?? [])]),
      ...cosign.flatMap((tag) => taggedAs(subject, tag, tagged.get(tag))),
    ],
    fallbackIndex,
  };
}

/** Of two entries for one referrer the later counts. A list that names its own subject says nothing by that. */
function listedBy(subject: Digest, descriptors: readonly Descriptor[]): readonly Referral[] {
  const distinct = new Map(descriptors.map((descriptor) => [descriptor.digest, descriptor]));
  distinct.delete(subject);
  return [...distinct.values()].map((descriptor) => ({ subject, descriptor }));
}

function taggedAs(subject: Digest, tag: Tag, descriptor?: Descriptor): readonly Referral[] {
  return descriptor ? [{ subject, descriptor, tag }] : [];
}

/** GitLab takes the fallback tag for the digest that it is made of, and answers with the subject. */
async function readFallbackIndex(
  source: ManifestSource,
  subject: Digest,
  { fallback, ...options }: CallOptions & { readonly fallback: Descriptor | undefined },
): Promise<Document | undefined> {
  if (!fallback || fallback.digest === subject) return undefined;
  const document = await fetchDocument(source, fallback.digest, options);
  return isIndexType(document.mediaType) ? document : undefined;
}
